import { KeyRound } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import type { Repository } from "@/lib/repositories/find";
import { cloneAddress } from "./clone-panel";

/** Before the first push: a token first, then the commands that use it. */
export function EmptyRepository({
  origin,
  repository,
  tokens,
}: {
  origin: string;
  repository: Repository;
  /** The page where one is created, for who may. */
  tokens: string | null;
}) {
  const address = cloneAddress(origin, repository);
  const branch = repository.mainBranch;
  return (
    <Panel>
      <EmptyState
        title="Nothing has been pushed yet"
        action={
          tokens ? (
            <ButtonLink href={tokens} kind="primary">
              <Icon icon={KeyRound} />
              Create access token
            </ButtonLink>
          ) : undefined
        }
      >
        {tokens
          ? "Create an access token that may write, then push with it. Git asks for a user name and a password: "
          : "Push with an access token that may write; an admin creates one. Git asks for a user name and a password: "}
        <code className="rounded-sm border bg-sunken px-1 py-px">x-token-auth</code> and the secret of the token.
      </EmptyState>
      <div className="grid grid-cols-2 border-t max-cards:grid-cols-1">
        <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2 px-5 py-4 max-phone:px-4">
          <h3>Push what you have</h3>
          <Command
            what="Commands to push what you have"
            text={`git remote add origin ${address}\ngit push --set-upstream origin ${branch}`}
          />
        </section>
        <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2 border-l px-5 py-4 max-cards:border-t max-cards:border-l-0 max-phone:px-4">
          <h3>Start a new one</h3>
          <Command
            what="Commands to start a new repository"
            text={[
              `git clone ${address}`,
              `cd ${repository.slug}`,
              `echo "# ${repository.slug}" > README.md`,
              "git add README.md",
              'git commit -m "Begin"',
              `git push --set-upstream origin ${branch}`,
            ].join("\n")}
          />
        </section>
      </div>
    </Panel>
  );
}
