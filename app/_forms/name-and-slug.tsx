"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { suggestSlug } from "@/lib/names";

/** A name, and the short name for addresses that is suggested from it until it's typed. */
export function NameAndSlug({
  errors,
  nameHint,
  slugHint,
  addressStart,
}: {
  errors: Record<string, string[]>;
  nameHint: string;
  slugHint: string;
  /** What stands before the slug in addresses. */
  addressStart: string;
}) {
  const [name, setName] = useState("");
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const slug = typedSlug ?? suggestSlug(name);
  return (
    <>
      <Field label="Name" hint={nameHint} error={errors.name}>
        {(control) => (
          <Input
            {...control}
            name="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Address"
        hint={
          slug === "" ? (
            slugHint
          ) : (
            <>
              <code className="[overflow-wrap:anywhere]">
                {addressStart}
                {slug}
              </code>{" "}
              {slugHint}
            </>
          )
        }
        error={errors.slug}
      >
        {(control) => (
          <Input
            {...control}
            name="slug"
            value={slug}
            onChange={(event) => setTypedSlug(event.target.value)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
    </>
  );
}
