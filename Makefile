# make            out/yuanchang
# make SAN=1      the same under AddressSanitizer and UndefinedBehaviorSanitizer, in out/san
# make SEARCH=1 CC=clang out/search/fuzz/form_fuzz   a fuzz target that searches (tests/fuzz/replay.c)
# make tests      every unit test program, out/tests/*
# make install    into PREFIX (/usr/local)
# make CC=clang   works too

OUT     := out$(if $(SAN),/san)$(if $(SEARCH),/search)
CC      ?= gcc
PREFIX  ?= /usr/local
PKGS    := sqlite3 libpq libmicrohttpd jansson libsodium libcrypto libqrencode zlib libdeflate gmp
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wundef \
           -Wvla -Wno-unused-parameter -Wno-missing-field-initializers -Wno-override-init -Werror
PKGINC  := $(shell pkg-config --cflags $(PKGS)) # once, not before every compiler
CFLAGS  ?= -O2 -g
override CFLAGS += -std=gnu17 -D_GNU_SOURCE -fno-strict-aliasing -fstack-protector-strong $(WARN) -Isrc -I$(OUT) -I$(OUT)/gen $(PKGINC) \
           $(if $(SEARCH),-fsanitize=fuzzer-no-link$(,)address$(,)undefined -D__SANITIZE_ADDRESS__=1 -fno-sanitize-recover=undefined -fno-omit-frame-pointer) \
           $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -Wno-maybe-uninitialized -O1)
LDLIBS  := $(shell pkg-config --libs $(PKGS)) -lxlsxwriter -lpthread -lm
,       := ,

SRC     := $(sort $(filter-out src/main.c,$(wildcard src/*/*.c src/*/*/*.c)))
SQL     := $(sort $(wildcard src/*/*.sql src/*/*/*.sql))
SQLGEN  := $(foreach e,h c,$(SQL:src/%=$(OUT)/gen/%.$(e)))
EMBED   := $(sort $(wildcard assets/* assets/*/* migrations/*.sql i18n/*.po src/*/*.html src/*/*/*.html src/*/*/part/*.html src/*/slot/*.html src/*/*/slot/*.html demo/*.csv demo/*.txt demo/photos/*.jpg))
EMBED   := $(filter-out assets/README.md,$(foreach f,$(EMBED),$(if $(wildcard $(f)/.),,$(f))))
OBJ     := $(SRC:src/%.c=$(OUT)/obj/%.o) $(SQL:src/%=$(OUT)/obj/gen/%.o) $(OUT)/obj/gen/queries.o $(OUT)/obj/gen/embedded.o
TESTS   := $(patsubst tests/unit/%.c,$(OUT)/tests/%,$(sort $(wildcard tests/unit/*/*_test.c tests/unit/*/*/*_test.c)))
FUZZ    := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
FUZZMAIN = $(if $(SEARCH),,$(OUT)/obj/fuzz/replay.o)
HELP    := $(patsubst tests/unit/%.c,$(OUT)/obj/unit/%.o,$(sort $(wildcard tests/unit/support/*.c)))

all: $(OUT)/yuanchang

$(OUT)/yuanchang: $(OUT)/obj/main.o $(OUT)/libyuanchang.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

$(OUT)/libyuanchang.a: $(OBJ) $(OUT)/gen/list.objects
	@rm -f $@
	@ar rcs $@ $(OBJ)

# Which object needs which header of queries anew its .d says; here they only have to be there before the first.
$(OUT)/obj/%.o: src/%.c Makefile | $(SQLGEN)
	@mkdir -p $(@D)
	@echo "  cc    $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/obj/gen/%.o: $(OUT)/gen/%.c | $(SQLGEN)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/obj/unit/%.o: tests/unit/%.c | $(SQLGEN)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -Itests/unit -MMD -MP -c -o $@ $<

$(OUT)/libsupport.a: $(HELP)
	@rm -f $@
	@ar rcs $@ $(HELP)

$(OUT)/tests/%: $(OUT)/obj/unit/%.o $(OUT)/libsupport.a $(OUT)/libyuanchang.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

# Fuzz targets as regressions: each runs over the files that it is given (tests/fuzz/replay.c says how to search).
$(OUT)/obj/fuzz/%.o: tests/fuzz/%.c | $(SQLGEN)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -Itests/unit -MMD -MP -c -o $@ $<
$(OUT)/fuzz/request_fuzz $(OUT)/fuzz/roster_fuzz: $(OUT)/obj/fuzz/request_village.o
$(OUT)/fuzz/%: $(OUT)/obj/fuzz/%.o $(FUZZMAIN) $(OUT)/libsupport.a $(OUT)/libyuanchang.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(if $(FUZZMAIN),,-fsanitize=fuzzer) -o $@ $(filter %.o,$^) $(OUT)/libsupport.a $(OUT)/libyuanchang.a $(LDLIBS) -lcmocka

# Benches (bench/*.sh builds what it runs).
$(OUT)/bench/%: bench/%.c $(OUT)/libyuanchang.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

out/tools/querygen: tools/querygen.c
	@mkdir -p $(@D)
	@cc -O1 -o $@ $<
out/tools/embedgen: tools/embedgen.c
	@mkdir -p $(@D)
	@cc -O1 -o $@ $< $(shell pkg-config --cflags --libs libsodium zlib)

# A header and a table a .sql file, which querygen leaves alone where they would not change: an edited text compiles its
# table, a query more those who include its header. The stamp says when it ran; the recipe of what it makes (nothing)
# makes make look at them again after that. Without it they were looked at before querygen had ended, and an old table
# was linked. What was made of a file that is gone goes, so that nobody includes it any more.
$(OUT)/gen/queries.stamp: out/tools/querygen $(SQL) $(OUT)/gen/list.queries
	@echo "  gen   $(OUT)/gen/queries"
	@mkdir -p $(sort $(dir $(SQLGEN)))
	@rm -f $(filter-out $(SQLGEN),$(shell find $(@D) -name '*.sql.[ch]'))
	@out/tools/querygen $(@D) $(SQL)
	@touch $@
$(SQLGEN) $(OUT)/gen/queries.c: $(OUT)/gen/queries.stamp ;
$(OUT)/gen/embedded.c: out/tools/embedgen $(EMBED) $(OUT)/gen/list.embedded
	@echo "  gen   $@"
	@out/tools/embedgen $@ $(EMBED)

# What stands in a list of files: written when it differs, so that a file that was taken away leaves the program too.
$(OUT)/gen/list.objects:  LIST := $(OBJ)
$(OUT)/gen/list.queries:  LIST := $(SQL)
$(OUT)/gen/list.embedded: LIST := $(EMBED)
$(OUT)/gen/list.%: FORCE
	@mkdir -p $(@D)
	@echo '$(LIST)' | cmp -s - $@ || echo '$(LIST)' >$@

# A test that was taken away is not counted any more: what was built of it goes.
tests: $(TESTS) $(FUZZ)
	@for f in $$(find $(OUT)/tests $(OUT)/fuzz -type f -perm -u+x); do \
	    case ' $(TESTS) $(FUZZ) ' in *" $$f "*) ;; *) rm "$$f" ;; esac; \
	done

install: $(OUT)/yuanchang
	install -D -m 755 $(OUT)/yuanchang $(DESTDIR)$(PREFIX)/bin/yuanchang
	install -D -m 644 ops/yuanchang.conf $(DESTDIR)$(PREFIX)/share/yuanchang/yuanchang.conf
	install -D -m 644 ops/yuanchang.service $(DESTDIR)$(PREFIX)/share/yuanchang/yuanchang.service
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 man/*.1 ops/yuanchang.1 $(DESTDIR)$(PREFIX)/share/man/man1

clean:
	rm -rf out

.PHONY: all tests install clean FORCE
.SECONDARY:
-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)
