"use client";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { text } from "@/app/_forms/form-state";
import type { RepositoryAddress } from "@/app/_repository/addresses";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { listPage, parseShown, type Shown } from "./address";

/** Finds by title or number, and by author. What is looked for goes into the address. */
export function ListFilter({
  repository,
  shown,
  authors,
}: {
  repository: RepositoryAddress;
  shown: Shown;
  authors: { id: string; name: string }[];
}) {
  const router = useRouter();
  function find(form: HTMLFormElement) {
    const typed = new FormData(form);
    const chosen = parseShown({ search: text(typed, "search"), author: text(typed, "author") });
    router.push(listPage(repository, { ...chosen, state: shown.state }), { scroll: false });
  }
  return (
    <search className="max-phone:flex-[1_1_100%]">
      <form
        aria-label="Find pull requests"
        className="flex flex-wrap gap-2 max-phone:[&>*]:flex-auto"
        onSubmit={(event) => {
          event.preventDefault();
          find(event.currentTarget);
        }}
      >
        <div className="relative w-56 max-phone:w-full">
          <Icon icon={Search} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
          <Input
            type="search"
            name="search"
            aria-label="Title or number"
            placeholder="Title or number"
            defaultValue={shown.search}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            className="pl-8!"
          />
        </div>
        <Select
          name="author"
          aria-label="Author"
          defaultValue={shown.author ?? ""}
          className="w-44"
          onChange={(event) => event.currentTarget.form && find(event.currentTarget.form)}
        >
          <option value="">Everyone</option>
          {authors.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Button type="submit">Find</Button>
      </form>
    </search>
  );
}
