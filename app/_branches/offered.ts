import { type Person, toPerson } from "@/app/_people/person";
import { orNotFound } from "@/app/_shell/open";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Caller } from "@/lib/authorization/principal";
import type { ResourceKind } from "@/lib/authorization/scopes";
import { type Exemptible, listExemptible } from "@/lib/branch-restrictions/list-exemptible";
import type { BranchRestriction, RestrictionsIn } from "@/lib/branch-restrictions/restriction";
import { effectiveModel, hasType } from "@/lib/branching-models/effective";
import { branchTypes } from "@/lib/branching-models/model";
import type { Repository } from "@/lib/repositories/find";
import type { Offered } from "./restriction-form";
import { typeWords } from "./words";

type Known = { restriction: BranchRestriction; people: RestrictionsIn<unknown>["people"] };

/** What a form offers: the types that the model has, whom a restriction can leave out, and what it names already. */
export async function offeredIn(caller: Caller, repository: Repository, known?: Known): Promise<Offered> {
  const names = { workspace: repository.workspace.slug, repository: repository.slug };
  const exemptible = orNotFound(await listExemptible(caller, names));
  const model = effectiveModel(repository);
  return {
    types: branchTypes
      .filter((type) => hasType(model, type) || type === known?.restriction.branchType)
      .map((type) => ({ type, label: typeWords[type] })),
    people: withKnown(peopleIn(exemptible), known, "user"),
    tokens: withKnown(tokensIn(exemptible), known, "access_token"),
  };
}

function peopleIn({ people }: Exemptible): Offered["people"] {
  const items = people.items.map(({ id, name, email }) => ({ person: active("user", id, name), detail: email }));
  return { ...people, items };
}

function tokensIn({ tokens }: Exemptible): Offered["tokens"] {
  const items = tokens.items.map(({ id, name, kind }) => ({
    person: active("access_token", id, name),
    detail: ownerWords[kind],
  }));
  return { ...tokens, items };
}

function active(kind: Person["kind"], id: string, name: string): Person {
  return { kind, id, name, active: true };
}

/** Whom it leaves out stays offered, whatever became of them: what isn't sent is bound. */
function withKnown(offered: Offered["people"], known: Known | undefined, ofKind: Person["kind"]): Offered["people"] {
  const others = (known?.restriction.exempt ?? []).filter(
    ({ kind, id }) => kind === ofKind && !offered.items.some(({ person }) => person.id === id),
  );
  return {
    ...offered,
    items: [
      ...offered.items,
      ...others.map(({ id, kind }) => {
        const author = known?.people.get(id);
        return {
          person: { ...toPerson(author, "Somebody who is gone"), id, kind },
          detail: detailOf(author, offered.more),
        };
      }),
    ],
  };
}

function detailOf(author: KnownAuthor | undefined, mayBeOneMore: boolean): string {
  if (!author) return "Gone";
  if (author.kind === "user") return mayBeOneMore ? "" : "May not write any more";
  return author.active ? ownerWords[author.tokenKind] : "Revoked";
}

const ownerWords: Record<ResourceKind, string> = {
  repository: "Belongs to the repository",
  project: "Belongs to the project",
  workspace: "Belongs to the workspace",
};
