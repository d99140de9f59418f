/** What a site answers; a text is a page with the status 200. */
type Page =
  | string
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** Servers that exist in memory alone, by the addresses that they answer. */
export class FakeSite {
  /** An Error takes the place of an answer. */
  readonly pages = new Map<string, Page | Error>();
  /** Addresses in the order in which they were asked for, with the ETag that the client has. */
  readonly asked: (readonly [string, string | null])[] = [];

  /** Takes the place of the process's own. */
  readonly fetch: typeof fetch = (input, { headers } = {}) => {
    const address = input instanceof Request ? input.url : input.toString();
    this.asked.push([address, new Headers(headers).get('if-none-match')]);
    const page = this.pages.get(address) ?? { status: 404 };
    if (page instanceof Error) {
      return Promise.reject(page);
    }
    const {
      status,
      headers: sent = {},
      body = null,
    } = typeof page === 'string' ? { status: 200, body: page } : page;
    return Promise.resolve(new Response(body, { status, headers: { ...sent } }));
  };
}
