/** The version of this package, as every run and every generated file states it. */
export const VERSION = '0.1.0';
