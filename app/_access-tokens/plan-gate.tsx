import "server-only";
import { Check, Lock, SquareCode } from "lucide-react";
import type { UserCaller } from "@/app/_session/caller";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Command } from "@/components/ui/command";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import type { Resource } from "@/lib/authorization/principal";
import type { ResourceKind } from "@/lib/authorization/scopes";
import { repositorySlugs } from "./repository-slugs";
import { ScopeTree } from "./scope-tree";
import type { TokenOwner } from "./words";

const mostLinks = 6;

const kinds: { kind: ResourceKind; title: string; text: string }[] = [
  { kind: "repository", title: "Repository token", text: "One repository." },
  { kind: "project", title: "Project token", text: "One project and every repository in it, new ones too." },
  { kind: "workspace", title: "Workspace token", text: "The workspace, its projects and their repositories." },
];

/** Where the plan doesn't offer tokens of this kind: says so, and what can be done instead. */
export async function PlanGate({
  caller,
  owner,
  resource,
  tokensExist,
}: {
  caller: UserCaller;
  owner: TokenOwner;
  resource: Exclude<Resource, { kind: "instance" }>;
  tokensExist: boolean;
}) {
  const slugs = await repositorySlugs(caller, owner, resource);
  const plan = owner.plan === "free" ? "Free" : "Standard";
  const kindTitle = owner.kind === "project" ? "Project" : "Workspace";
  return (
    <Panel>
      <div className="grid justify-items-start gap-2 px-5 py-6 max-phone:px-4 max-phone:py-5">
        <Badge icon={Lock} tone="accent">
          Premium
        </Badge>
        <h2>{kindTitle} access tokens are part of Premium</h2>
        <p className="max-w-[62ch] text-muted">
          The workspace {owner.workspace} is on the {plan} plan, so none can be created here.
          {tokensExist ? " Tokens that exist already keep working and can be revoked." : ""}
        </p>
      </div>
      <ul className="grid grid-cols-3 border-y max-phone:grid-cols-1">
        {kinds.map(({ kind, title, text }) => (
          <li
            key={kind}
            className={cx(
              "grid content-start justify-items-start gap-1 px-5 pt-5 pb-4 not-first:border-l max-phone:grid-cols-[auto_1fr] max-phone:gap-x-4 max-phone:p-4 max-phone:not-first:border-t max-phone:not-first:border-l-0",
              kind === owner.kind && "bg-hover",
            )}
          >
            <ScopeTree kind={kind} />
            <h3 className="self-end">{title}</h3>
            <p className="text-sm text-muted">{text}</p>
            {kind === "repository" ? (
              <Badge icon={Check} className="mt-1.5">
                On every plan
              </Badge>
            ) : (
              <Badge icon={Lock} tone="accent" className="mt-1.5">
                Premium
              </Badge>
            )}
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-2 max-phone:grid-cols-1">
        <div className="grid content-start gap-1.5 p-5 max-phone:p-4">
          <h3>Use repository tokens today</h3>
          <p className="text-muted">One token for each repository of {owner.label} that the machine needs.</p>
          <div className="mt-1 flex flex-wrap gap-1.5">
            {slugs.slice(0, mostLinks).map((slug) => (
              <ButtonLink key={slug} size="small" href={`/${owner.workspace}/${slug}/admin/access-tokens`}>
                <Icon icon={SquareCode} />
                {slug}
              </ButtonLink>
            ))}
          </div>
        </div>
        <div className="grid content-start gap-1.5 border-l p-5 max-phone:border-t max-phone:border-l-0 max-phone:p-4">
          <h3>Change the plan</h3>
          <p className="text-muted">Whoever runs this server can do it from the command line.</p>
          <div className="mt-1">
            <Command what="Command" text={`npx latchkey workspace set-plan ${owner.workspace} premium`} />
          </div>
        </div>
      </div>
    </Panel>
  );
}
