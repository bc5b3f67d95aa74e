/*
 * Reads rows as they lie in memory, ESPALIER_FEATURES values each, and prints the leaf and the
 * decision of each. VALUE is the type of a value: double, float or int32_t.
 */
#include <stdio.h>
#include "predict.h"

int main(void) {
  VALUE x[ESPALIER_FEATURES];
  while (fread(x, sizeof x, 1, stdin) == 1) {
    printf("%d %s\n", espalier_leaf(x), espalier_class_names[espalier_class(x)]);
  }
  return 0;
}
