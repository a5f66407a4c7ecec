import { KeyRound } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { Hint } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { Repository } from "@/lib/repositories/find";

export function cloneAddress(origin: string, repository: Repository): string {
  return `${origin}/${repository.workspace.slug}/${repository.slug}.git`;
}

export function ClonePanel({
  origin,
  repository,
  tokens,
}: {
  origin: string;
  repository: Repository;
  /** The page of its access tokens, for who may open it. */
  tokens: string | null;
}) {
  const path = `${repository.workspace.slug}/${repository.slug}.git`;
  return (
    <Panel role="region" aria-labelledby="clone">
      <PanelHead>
        <h2 id="clone" className="text-base">
          Clone
        </h2>
      </PanelHead>
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-2.5 pt-3.5">
        <Command text={cloneAddress(origin, repository)} what="Clone address">
          {origin}/<wbr />
          {path}
        </Command>
        <Hint>
          User name{" "}
          <code className="rounded-sm border bg-sunken px-1 py-px [overflow-wrap:anywhere]">x-token-auth</code>,
          password: the secret of an access token.
        </Hint>
        {tokens ? (
          <ButtonLink href={tokens}>
            <Icon icon={KeyRound} />
            Access tokens
          </ButtonLink>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
