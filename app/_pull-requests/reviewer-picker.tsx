"use client";
import { Plus, X } from "lucide-react";
import { Popover } from "radix-ui";
import { useId, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";

export type ReviewerChoice = { id: string; name: string };

const mostShown = 50;

/** Who is asked to look at it: chosen from those who may read the repository. */
export function ReviewerPicker({
  asked,
  possible,
  error,
}: {
  asked: ReviewerChoice[];
  possible: ReviewerChoice[];
  error: string | undefined;
}) {
  const id = useId();
  const [chosen, setChosen] = useState(asked);
  const others = possible.filter((person) => !chosen.some((one) => one.id === person.id));
  return (
    <fieldset className="grid justify-items-start gap-2" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 font-semibold">Reviewers</legend>
      {chosen.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((person) => (
            <li
              key={person.id}
              className="flex min-h-(--control) min-w-0 items-center gap-2 rounded-md border bg-surface pl-2"
            >
              <input type="hidden" name="reviewers" value={person.id} />
              <Avatar name={person.name} size="small" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{person.name}</span>
              <Button
                kind="quiet"
                size="small"
                iconOnly
                aria-label={`Don’t ask ${person.name}`}
                onClick={() => setChosen(chosen.filter((one) => one.id !== person.id))}
              >
                <Icon icon={X} size={12} />
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-muted">Nobody is asked yet.</p>
      )}
      <AddReviewer others={others} onAdd={(person) => setChosen([...chosen, person])} />
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </fieldset>
  );
}

function AddReviewer({ others, onAdd }: { others: ReviewerChoice[]; onAdd: (person: ReviewerChoice) => void }) {
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const found = others.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setFilter("");
      }}
    >
      <Popover.Trigger asChild>
        <Button size="small">
          <Icon icon={Plus} />
          Add reviewer
        </Button>
      </Popover.Trigger>
      <Popover.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        aria-label="Choose a reviewer"
        className="z-60 flex max-h-72 w-72 max-w-[calc(100vw-2rem)] flex-col rounded-float border border-line-strong bg-raised shadow-float outline-none data-[state=closed]:animate-leave data-[state=open]:animate-rise forced-colors:border-[CanvasText]"
      >
        <div className="border-b p-2">
          <Input
            type="search"
            aria-label="Find a person"
            placeholder="Find a person"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            // Enter would send the form around it.
            onKeyDown={(event) => {
              if (event.key === "Enter") event.preventDefault();
            }}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        <ul className="overflow-auto p-1">
          {found.slice(0, mostShown).map((person) => (
            <li key={person.id}>
              <button
                type="button"
                className="flex min-h-(--control) w-full items-center gap-2 rounded-sm px-2 py-1 text-left hover:bg-press focus-visible:bg-press focus-visible:-outline-offset-2"
                onClick={() => {
                  onAdd(person);
                  setOpen(false);
                }}
              >
                <Avatar name={person.name} size="small" />
                <span className="min-w-0 [overflow-wrap:anywhere]">{person.name}</span>
              </button>
            </li>
          ))}
          {found.length === 0 ? (
            <li className="px-2 py-1.5 text-muted">
              {wanted === "" ? "Nobody else may read this repository." : `Nobody is called “${filter.trim()}”.`}
            </li>
          ) : null}
          {found.length > mostShown ? (
            <li className="px-2 py-1 text-xs text-muted">
              And {(found.length - mostShown).toLocaleString("en")} more. Type to find one.
            </li>
          ) : null}
        </ul>
      </Popover.Content>
    </Popover.Root>
  );
}
