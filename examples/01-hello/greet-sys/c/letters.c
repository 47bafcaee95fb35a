#include <ctype.h>
#include <stddef.h>

size_t letters(const char *text, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) {
    if (isalpha((unsigned char)text[i])) {
      count++;
    }
  }
  return count;
}
