/* 院场 app.js: only makes pages smoother. Without it every page reads, fills in and submits all the same.
 * Events are bound to the document, so nothing needs to be bound again. */
(function () {
  'use strict';
  var d = document, h = d.documentElement, tts = window.speechSynthesis;
  h.classList.add('js');

  function all(sel, fn) { Array.prototype.forEach.call(d.querySelectorAll(sel), fn); }
  function on(ev, sel, fn) {
    d.addEventListener(ev, function (e) {
      var el = e.target.closest && e.target.closest(sel);
      if (el) fn(el, e);
    });
  }
  /* Storage may be forbidden or full: then nothing is kept, and nothing breaks. */
  function keep(k, v) {
    try {
      if (v === undefined) return localStorage.getItem(k);
      if (v) localStorage.setItem(k, v); else localStorage.removeItem(k);
    } catch (e) { /* as above */ }
    return null;
  }

  /* Large letters, without asking the server; the cookie tells it next time. */
  on('click', '[data-size-toggle]', function (b, e) {
    var large = h.getAttribute('data-size') !== 'l';
    e.preventDefault();
    if (large) h.setAttribute('data-size', 'l'); else h.removeAttribute('data-size');
    b.href = b.href.replace(/size=\w+$/, 'size=' + (large ? 'm' : 'l'));
    d.cookie = 'size=' + (large ? 'l' : '') + ';path=/;max-age=' + (large ? 31536000 : 0) + ';samesite=lax';
  });

  /* The banner when the network is gone. */
  function net() { all('.offline', function (b) { b.hidden = navigator.onLine !== false; }); }
  addEventListener('online', net);
  addEventListener('offline', net);
  net();

  /* Drafts: what was typed stays until it was taken: until a page comes without that form, or with a notice of success. It
   * belongs to who typed it: signing out, or somebody else on the same phone (or for another house), ends it. */
  var who = h.getAttribute('data-who');
  function draft(name) { return 'draft:' + who + ':' + name; }
  function forget(mine) {
    var k, i, old = [];
    try {
      for (i = 0; (k = localStorage.key(i)); i++) if (k.indexOf('draft:') === 0 && k.indexOf(mine) !== 0) old.push(k);
    } catch (e) { /* as above */ }
    old.forEach(function (k) { keep(k, ''); });
  }
  if (who) forget(draft(''));
  on('submit', 'form[action="/logout"]', function () { forget(' '); });
  /* The whole form: words without the kind and the hiding that were chosen with them would say them to everybody. */
  function is_box(t) { return t.type === 'checkbox' || t.type === 'radio'; }
  function is_words(t) { return !is_box(t) && t.type.indexOf('select'); }
  function parts(f) {
    return Array.prototype.filter.call(f.elements, function (t) { return t.name && t.name !== 'anyway' && !/hidden|file|password|submit|button/.test(t.type); });
  }
  function keep_form(t) {
    var f = t.form, kept = {}, words = '';
    parts(f).forEach(function (t) {
      if (is_words(t)) words += t.value;
      if (is_box(t) ? t.checked : t.value) (kept[t.name] = kept[t.name] || []).push(t.value);
    });
    keep(draft(f.getAttribute('data-draft')), words ? JSON.stringify(kept) : '');
  }
  function fill_form(f) {
    var kept, note = f.querySelector('[data-draft-said]');
    try { kept = JSON.parse(keep(draft(f.getAttribute('data-draft')))); } catch (e) { /* of an older page */ }
    if (!kept || parts(f).some(function (t) { return is_words(t) && t.value; })) return;
    parts(f).forEach(function (t) {
      var v = kept[t.name] || [];
      if (is_box(t)) t.checked = v.indexOf(t.value) >= 0; else if (v.length) t.value = v[0];
      if (v.length && t.closest('details')) t.closest('details').open = true;
      t.dispatchEvent(new Event('change', { bubbles: true }));
    });
    if (note) note.hidden = false;
  }
  on('input', 'form[data-draft] [name]', keep_form);
  on('submit', 'form[data-draft]', function (f) { keep('sent', f.getAttribute('data-draft')); });
  (keep('sent') || '').split(' ').forEach(function (k) {
    var is_taken = !d.querySelector('[data-draft="' + k + '"]') || d.querySelector('.note.g[role=status]');
    if (k && is_taken) keep(draft(k), '');
  });
  keep('sent', '');
  all('form[data-draft]', fill_form);

  /* One press, one request; coming back by the back button, the form works again. */
  on('submit', 'form', function (f, e) {
    var b = e.submitter || f.querySelector('[type=submit]');
    if (f.method !== 'post' || e.defaultPrevented) return;
    if (f.hasAttribute('data-busy')) { e.preventDefault(); return; }
    f.setAttribute('data-busy', '');
    if (b) b.setAttribute('aria-busy', 'true');
    setTimeout(rest, 10000); /* the answer may have been a file, or the network is gone */
  });
  function rest() {
    all('form[data-busy]', function (f) { f.removeAttribute('data-busy'); });
    all('.btn[aria-busy]', function (b) { b.removeAttribute('aria-busy'); });
  }
  addEventListener('pageshow', rest);

  /* What is wrong with a form is where the page begins (part/form_problems), also where a browser knows autofocus of fields only. */
  var wrong = d.querySelector('[autofocus]');
  if (wrong && d.activeElement !== wrong) wrong.focus();

  /* Photos: shown at once, and made smaller (1600 pixels at most) where the browser can, because the network is slow.
   * The original goes where it cannot: the server scales and checks in any case. An <img> shows half a picture as if it
   * were one; createImageBitmap() takes a whole one or none. */
  var most = 1600;
  function smaller(file, img, done) {
    var k = Math.min(1, most / Math.max(img.naturalWidth, img.naturalHeight));
    if ((k === 1 && file.size < 600000) || !window.createImageBitmap) return done(file);
    createImageBitmap(file).then(function (whole) {
      if (whole.close) whole.close();
      redraw(file, img, k, done);
    }, function () { done(file); });
  }
  function redraw(file, img, k, done) {
    var c = d.createElement('canvas'), g = c.getContext('2d');
    c.width = Math.round(img.naturalWidth * k);
    c.height = Math.round(img.naturalHeight * k);
    g.fillStyle = '#fff'; /* under what is transparent: JPEG knows no such thing, and black would come out */
    g.fillRect(0, 0, c.width, c.height);
    g.drawImage(img, 0, 0, c.width, c.height);
    c.toBlob(function (blob) {
      done(blob && blob.size < file.size ? new File([blob], 'photo.jpg', { type: 'image/jpeg' }) : file);
    }, 'image/jpeg', 0.85);
  }
  /* Another shot is one more as far as the field takes them, and each can go again; where a browser cannot say so, the last choice
   * stands, and the server counts. */
  function given(input) {
    if (typeof DataTransfer === 'undefined') return;
    var t = new DataTransfer();
    input.kept.forEach(function (one) { t.items.add(one.file); });
    try { input.files = t.files; } catch (e) { /* the originals go */ }
  }
  on('change', '.add input[type=file]', function (input) {
    var box = input.closest('.shots'), can = typeof DataTransfer !== 'undefined', more = input.multiple && input.kept && can;
    var over = box.parentNode.querySelector('[data-over]'), most = can ? +input.getAttribute('data-most') : 1e9;
    if (!more) {
      input.kept = [];
      Array.prototype.forEach.call(box.querySelectorAll('.shot:not([hidden])'), function (i) { i.remove(); });
    }
    over.hidden = true;
    Array.prototype.forEach.call(input.files, function (file) {
      var shot = box.querySelector('.shot').cloneNode(true), img = shot.firstChild, one = { file: file };
      if (input.kept.length >= most) { over.hidden = false; return; }
      function drop() {
        shot.remove();
        input.kept.splice(input.kept.indexOf(one), 1);
        over.hidden = true;
        given(input);
        input.focus();
      }
      input.kept.push(one);
      img.alt = file.name;
      img.onload = function () { img.onload = null; smaller(file, img, function (f) { one.file = f; given(input); }); };
      img.onerror = function () { img.remove(); };
      shot.lastChild.onclick = drop;
      img.src = URL.createObjectURL(file);
      shot.hidden = false;
      box.insertBefore(shot, input.closest('.add'));
    });
    if (more || !over.hidden) given(input);
  });

  /* Rows that repeat (part/field_rows): one more, one less at once, and pictures chosen stay where they are. What may not be, the
   * server says. */
  function number(row, name, n) {
    var was = row.getAttribute('data-n'), one = new RegExp('(' + name + '[.-]|\\s)' + was + '(?=$|[.-])');
    row.setAttribute('data-n', n);
    [row].concat(Array.prototype.slice.call(row.querySelectorAll('*'))).forEach(function (el) {
      ['name', 'id', 'for', 'aria-label', 'aria-describedby'].concat(el.matches('.drop') ? 'value' : []).forEach(function (a) {
        if (el.hasAttribute(a)) el.setAttribute(a, el.getAttribute(a).replace(one, '$1' + n));
      });
      if (el.matches('b.num')) el.textContent = n;
      if (el.matches('.drop .sr')) el.textContent = ' ' + n;
    });
  }
  function emptied(row) {
    var copy = row.cloneNode(true);
    Array.prototype.forEach.call(copy.querySelectorAll('.err'), function (p) { p.remove(); });
    Array.prototype.forEach.call(copy.querySelectorAll('.bad'), function (f) { f.classList.remove('bad'); });
    Array.prototype.forEach.call(copy.querySelectorAll('input,select,textarea'), function (f) {
      ['aria-invalid', 'aria-describedby', 'autofocus'].forEach(function (a) { f.removeAttribute(a); });
      if (f.tagName === 'SELECT') f.selectedIndex = 0;
      else if (f.type === 'checkbox' || f.type === 'radio') f.checked = false;
      else f.value = '';
    });
    return copy;
  }
  on('click', '[name=_rows]', function (b, e) {
    var box = b.closest('[data-rows]'), rows = Array.prototype.slice.call(box.querySelectorAll('.one')), row = b.closest('.one'), at;
    if (row ? rows.length < 2 : rows.length >= +box.getAttribute('data-most')) return;
    e.preventDefault();
    if (row) {
      at = Math.min(rows.indexOf(row), rows.length - 2);
      rows.splice(rows.indexOf(row), 1);
      row.remove();
    } else {
      at = rows.length;
      rows.push(emptied(rows[at - 1]));
      rows[at - 1].after(rows[at]);
    }
    rows.forEach(function (r, i) { number(r, box.getAttribute('data-rows'), i + 1); });
    rows[at].querySelector('input,select,textarea').focus();
  });

  /* While a title is typed, alike needs are offered: joining one is better than saying it twice. */
  var wait, asked = '';
  on('input', '[data-alike]', function (t) {
    clearTimeout(wait);
    wait = setTimeout(function () {
      var q = t.value.trim(), box = d.getElementById('alike');
      if (!box || !window.fetch || q === asked) return;
      asked = q;
      if (q.length < 3) { box.hidden = true; return; }
      fetch(t.getAttribute('data-alike') + '?q=' + encodeURIComponent(q), { headers: { Accept: 'application/json' } })
        .then(function (r) { return r.ok ? r.json() : { alike: [] }; })
        .then(function (data) {
          if (q !== asked) return;
          var ul = box.querySelector('ul');
          ul.textContent = '';
          (data.alike || []).forEach(function (n) {
            var li = d.createElement('li'), a = d.createElement('a');
            a.href = n.href;
            a.className = 'u lk';
            a.textContent = n.title + (n.voices ? ' · ' + n.voices : '');
            li.appendChild(a);
            ul.appendChild(li);
          });
          box.hidden = !ul.firstChild;
        }, function () { /* no network: no offer */ });
    }, 350);
  });

  /* Reading aloud, where the device can. */
  on('click', '[data-read]', function (b) {
    if (!tts) return;
    if (tts.speaking) { tts.cancel(); return; }
    var u = new SpeechSynthesisUtterance((d.querySelector(b.getAttribute('data-read')) || d.body).innerText);
    u.lang = h.lang;
    u.rate = 0.9;
    tts.speak(u);
  });
  if (!tts) all('[data-read]', function (b) { b.hidden = true; });

  on('click', '[data-print]', function () { print(); });

  /* A tick that ticks all: data-all="id" for checkboxes named id in the same form or table. */
  on('change', '[data-all]', function (c) {
    all('input[type=checkbox][name="' + c.getAttribute('data-all') + '"]', function (i) { i.checked = c.checked; });
  });

  /* How many rows are ticked, beside what can be done with them. */
  function picked() {
    all('[data-picked] b', function (b) { b.textContent = b.closest('form').querySelectorAll('.ck input[name]:checked').length; });
  }
  on('change', '.ck input', picked);
  addEventListener('pageshow', picked);
})();
