/**
 * Collects problems. The same mistake in a block that is placed many times, or met again under other parameters, is one
 * problem that lists the places of use.
 */
import type { Problem, Related } from "../core/diagnostic.ts";
import type { Site } from "../core/span.ts";

const MAX_CALLS = 8;

interface Draft {
  readonly problem: Problem;
  readonly calls: Map<string, Related>;
  more: number;
}

const placeKey = (site: Site): string => `${site.span.start}:${site.span.end}:${site.uri}`;

export class Findings {
  private readonly drafts = new Map<string, Draft>();

  /** `from` is the node's or claim's own site, whose chain tells where its block was placed. */
  add(problem: Problem, from?: Site): void {
    const key = `${problem.code} ${problem.span.start}:${problem.span.end}:${problem.uri}`;
    let draft = this.drafts.get(key);
    if (!draft) this.drafts.set(key, (draft = { problem, calls: new Map(), more: 0 }));
    for (let call = from?.from; call; call = call.from) {
      const place = placeKey(call);
      if (draft.calls.has(place)) continue;
      if (draft.calls.size < MAX_CALLS)
        draft.calls.set(place, { uri: call.uri, span: call.span, message: "placed here" });
      else draft.more++;
    }
  }

  has(code: string, site: Site): boolean {
    return this.drafts.has(`${code} ${site.span.start}:${site.span.end}:${site.uri}`);
  }

  get problems(): Problem[] {
    return [...this.drafts.values()].map(({ problem, calls, more }) => {
      if (calls.size === 0) return problem;
      const list = [...calls.values()];
      const last = list.at(-1);
      if (more > 0 && last) list[list.length - 1] = { ...last, message: `placed here, and at ${more} more places` };
      return { ...problem, related: [...(problem.related ?? []), ...list] };
    });
  }
}
