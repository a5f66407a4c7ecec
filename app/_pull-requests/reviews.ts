import { type Person, toPerson } from "@/app/_people/person";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Participant } from "@/lib/pull-requests/pull-request";

export type Review = { person: Person; asked: boolean; said: "approved" | "changes_requested" | null };

/** Who was asked or said something: those who ask for changes first, then approvals, then those who say nothing yet. */
export function reviewsOf(participants: readonly Participant[], people: ReadonlyMap<string, KnownAuthor>): Review[] {
  return participants
    .filter(({ role, state }) => role === "REVIEWER" || state !== null)
    .map(({ role, state, actorId }) => ({
      person: toPerson(people.get(actorId)),
      asked: role === "REVIEWER",
      said: state,
    }))
    .sort((a, b) => rank(a) - rank(b) || a.person.name.localeCompare(b.person.name));
}

function rank({ said }: Review): number {
  return said === "changes_requested" ? 0 : said === "approved" ? 1 : 2;
}
