import "server-only";
import { tokenOperations } from "@/lib/access-tokens/token-operations";
import { operationWords } from "@/lib/token-usage/words";
import { explainToken } from "../explain-action";
import { ExplainPanel } from "../explain-panel";
import type { TokenOwner } from "../words";
import { Section } from "./section";

const operations = tokenOperations.map(({ names: [name], on }) => ({ name, words: operationWords(name), on }));

export function Explain({ owner, id }: { owner: TokenOwner; id: string }) {
  const { workspace, projectKey, kind, label } = owner;
  return (
    <Section title="Explain">
      <ExplainPanel
        action={explainToken.bind(null, owner.name, id)}
        operations={operations}
        suggested={{
          workspace,
          ...(projectKey === null ? {} : { project: `${workspace}/${projectKey}` }),
          ...(kind === "repository" ? { repository: label } : {}),
        }}
      />
    </Section>
  );
}
