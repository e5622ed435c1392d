/** Where a page of a list starts, and which page follows it. */
interface KnownPage {
  /** How many rows come before the page. */
  before: number;
  nextCursor: string | null;
}

/** The cursor of a page; null for the first. */
type Cursor = string | null;

/** What was seen of a list's pages. The API leads forwards only; this knows the way back, also after a reload. */
export class KnownPages {
  readonly #pages: Map<Cursor, KnownPage>;

  constructor(pages: [Cursor, KnownPage][] = []) {
    this.#pages = new Map(pages);
  }

  add(cursor: Cursor, page: KnownPage): void {
    this.#pages.set(cursor, page);
  }

  /** How many rows come before the page; undefined if it was not seen. */
  before(cursor: Cursor): number | undefined {
    return cursor === null ? 0 : this.#pages.get(cursor)?.before;
  }

  /** The page that leads to this one; undefined if none is known. */
  previous(cursor: string): { cursor: Cursor } | undefined {
    const found = [...this.#pages].find(([, page]) => page.nextCursor === cursor);
    return found && { cursor: found[0] };
  }

  /** The end of the pages that are known without a gap from the first on. */
  endOfBeginning(): { cursor: Cursor; before: number } {
    let end: { cursor: Cursor; before: number } = { cursor: null, before: 0 };
    for (let page = this.#pages.get(null); page?.nextCursor != null; page = this.#pages.get(page.nextCursor)) {
      end = { cursor: page.nextCursor, before: this.#pages.get(page.nextCursor)?.before ?? end.before };
    }
    return end;
  }

  toJSON(): [Cursor, KnownPage][] {
    return [...this.#pages];
  }
}
