/** One page of a list. */
export interface PagePlace {
  /** From 1 to `pages`; an empty list has one page. */
  readonly page: number;
  readonly pages: number;
  /** Index of the first item on it, and of the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** Where the page of a list stands that is asked for: the nearest there is, the first by default. */
export function placeOf(length: number, perPage: number, asked: number | null): PagePlace {
  const pages = Math.max(1, Math.ceil(length / perPage));
  const page = Math.min(Math.max(1, asked ?? 1), pages);
  return { page, pages, from: (page - 1) * perPage, to: Math.min(length, page * perPage) };
}
