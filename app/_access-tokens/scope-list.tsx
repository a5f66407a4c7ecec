"use client";
import { Popover } from "radix-ui";
import { Chip, Chips } from "@/components/ui/chip";
import { assignableScopes, type ResourceKind } from "@/lib/authorization/scopes";
import { holdsEveryScope, type ScopeChip, scopeChips } from "./scope-chips";

const mostChips = 3;

/** What a token effectively holds, as chips: three at most, the rest behind a button. */
export function ScopeList({ token }: { token: { kind: ResourceKind; name: string; scopes: string[] } }) {
  if (holdsEveryScope(token.kind, token.scopes)) {
    return (
      <Chips>
        <li>
          <Chip strong>All {assignableScopes(token.kind).length} scopes</Chip>
        </li>
      </Chips>
    );
  }
  const chips = scopeChips(token.scopes);
  const hidden = chips.length - mostChips;
  return (
    <Chips>
      {chips.slice(0, mostChips).map((chip) => (
        <li key={chip.group}>
          <Chip
            group={chip.group}
            included={chip.includedIn !== null}
            strong={chip.strong}
            title={chip.includedIn === null ? undefined : `included in ${chip.includedIn}`}
          >
            {chip.levels.map(({ level }) => level).join(", ")}
            {chip.includedIn === null ? null : <span className="sr-only">, included in {chip.includedIn}</span>}
          </Chip>
        </li>
      ))}
      {hidden > 0 ? (
        <li>
          <AllScopes name={token.name} chips={chips} hidden={hidden} />
        </li>
      ) : null}
    </Chips>
  );
}

function AllScopes({ name, chips, hidden }: { name: string; chips: ScopeChip[]; hidden: number }) {
  const levels = chips.flatMap(({ group, levels }) =>
    levels.map(({ level, scope }) => ({ title: `${group}: ${level}`, scope })),
  );
  return (
    <Popover.Root>
      <Popover.Trigger className="-my-px inline-flex min-h-6 items-center rounded-sm px-1.5 text-xs font-medium text-link hover:bg-press">
        +{hidden}
        <span className="sr-only"> more: show all scopes of {name}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={`Scopes of ${name}`}
          sideOffset={4}
          collisionPadding={8}
          className="z-40 max-w-[calc(100vw-1rem)] min-w-64 animate-rise rounded-float border border-line-strong bg-raised p-3 shadow-float outline-none forced-colors:border-[CanvasText]"
        >
          <ul>
            {levels.map(({ title, scope }) => (
              <li key={scope} className="flex justify-between gap-4 py-[0.1875rem]">
                <span>{title}</span>
                <code className="text-xs/5 text-muted">{scope}</code>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
