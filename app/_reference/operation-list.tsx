import { Search } from "lucide-react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { announce } from "@/components/ui/live-region";
import type { Group } from "./description";
import { Method } from "./method";

/** The operations by what they are about, with a field that finds among them. */
export function OperationList({
  groups,
  current,
  search,
  onSearch,
  className,
}: {
  groups: Group[];
  current: string;
  search: string;
  onSearch: (search: string) => void;
  className: string;
}) {
  return (
    <div
      id="list"
      className={cx(
        "grid gap-4 columns:sticky columns:top-4 columns:max-h-[calc(100dvh-2rem)] columns:grid-rows-[auto_minmax(0,1fr)]",
        className,
      )}
    >
      <search className="relative">
        <Icon icon={Search} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
        <Input
          type="search"
          value={search}
          aria-label="Find an operation"
          placeholder="Find an operation"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          className="pl-8!"
          onChange={(event) => onSearch(event.target.value)}
          onBlur={() => search !== "" && announce(countWords(groups))}
        />
      </search>
      <nav aria-label="Operations" className="-mx-2 overflow-y-auto px-2">
        {groups.length === 0 ? <p className="text-muted">No operation matches “{search}”.</p> : null}
        {groups.map(({ name, operations }) => (
          <section key={name} className="pb-4" aria-labelledby={headingOf(name)}>
            <h2 id={headingOf(name)} className="pb-1 text-xs text-muted">
              {name}
            </h2>
            <ul className="grid gap-px">
              {operations.map((operation) => (
                <li key={operation.name}>
                  <a
                    href={`#${operation.name}`}
                    aria-current={operation.name === current ? "page" : undefined}
                    className="-mx-2 flex min-h-7 items-baseline gap-2 rounded-md px-2 py-1 text-fg no-underline hover:bg-press aria-[current]:bg-here aria-[current]:font-semibold pointer-coarse:min-h-10"
                  >
                    <Method method={operation.method} className="w-13 flex-none" />
                    <span className="min-w-0">{operation.summary}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </div>
  );
}

function headingOf(group: string): string {
  return `group-${group.toLowerCase().replaceAll(" ", "-")}`;
}

function countWords(groups: Group[]): string {
  const count = groups.reduce((sum, { operations }) => sum + operations.length, 0);
  return count === 1 ? "1 operation matches" : `${count} operations match`;
}
