"use client";
import { useRouter } from "next/navigation";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { auditGroups } from "@/lib/audit/actions";
import type { AuditFilter } from "@/lib/audit/filter";
import { isUnfiltered, parseShown, shownHref } from "./address";

const actorKinds = {
  user: "People",
  access_token: "Access tokens",
  runner: "Runners",
  operator: "The command line",
  system: "Latchkey itself",
};

/** Narrows the log. What is chosen goes into the address, where Back finds it. */
export function FilterForm({
  base,
  filter,
  actorName,
}: {
  base: string;
  filter: AuditFilter;
  /** The name of the one actor that is shown, where it is known. */
  actorName: string | undefined;
}) {
  const router = useRouter();
  const one = filter.actor !== null && !Object.hasOwn(actorKinds, filter.actor) ? filter.actor : null;
  return (
    <search>
      <form
        action={base}
        aria-label="Filter the audit log"
        className="mb-4 flex flex-wrap items-end gap-3 max-phone:[&>*]:flex-[1_1_100%]"
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = parseShown(Object.fromEntries(new FormData(event.currentTarget)));
          router.push(shownHref(base, chosen.filter), { scroll: false });
        }}
      >
        <Field label="Find" className="flex-[1_1_12rem]">
          {(control) => (
            <Input
              {...control}
              type="search"
              name="search"
              defaultValue={filter.search}
              placeholder="Name, action or address"
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
            />
          )}
        </Field>
        <Field label="What" className="flex-[1_1_10rem] max-phone:flex-[1_1_8rem]!">
          {(control) => (
            <Select {...control} name="group" defaultValue={filter.group ?? ""}>
              <option value="">Everything</option>
              {Object.entries(auditGroups).map(([group, label]) => (
                <option key={group} value={group}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Who" className="flex-[1_1_10rem] max-phone:flex-[1_1_8rem]!">
          {(control) => (
            <Select {...control} name="actor" defaultValue={filter.actor ?? ""}>
              <option value="">Anyone</option>
              {one ? <option value={one}>{actorName ?? "One of them"}</option> : null}
              {Object.entries(actorKinds).map(([kind, label]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="From day (UTC)" className="flex-[0_1_9.5rem]">
          {(control) => <Input {...control} type="date" name="from" defaultValue={filter.from ?? ""} />}
        </Field>
        <Field label="To day (UTC)" className="flex-[0_1_9.5rem]">
          {(control) => <Input {...control} type="date" name="to" defaultValue={filter.to ?? ""} />}
        </Field>
        <div className="flex gap-2 max-phone:[&>*]:flex-auto">
          <Button type="submit">Filter</Button>
          {isUnfiltered(filter) ? null : (
            <ButtonLink kind="quiet" href={base} scroll={false}>
              Clear
            </ButtonLink>
          )}
        </div>
      </form>
    </search>
  );
}
