/* cmd_demo: the accounts of the demonstration, which `serve --demo` shows. */
#pragma once
void demo_print_logins(void);
