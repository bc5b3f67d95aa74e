/** For commander: an option that may be given more than once. */
export const collect = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  text,
];
