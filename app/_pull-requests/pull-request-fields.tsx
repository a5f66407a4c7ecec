"use client";
import { useState } from "react";
import { Tick } from "@/app/_forms/tick";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { type ReviewerChoice, ReviewerPicker } from "./reviewer-picker";

/** What is said of a pull request. What was typed stays, whatever is suggested meanwhile. */
export function PullRequestFields({
  values,
  reviewers,
  source,
  errors,
}: {
  values: { title: string; description: string; draft: boolean; closeSourceBranch: boolean };
  reviewers: { asked: ReviewerChoice[]; possible: ReviewerChoice[] };
  source: string;
  errors: Record<string, string[]>;
}) {
  const [title, setTitle] = useState<string | null>(null);
  const [description, setDescription] = useState<string | null>(null);
  return (
    <>
      <Field label="Title" error={errors.title}>
        {(control) => (
          <Input
            {...control}
            name="title"
            value={title ?? values.title}
            onChange={(event) => setTitle(event.target.value)}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Description" hint="Markdown: what it changes, and why." error={errors.description}>
        {(control) => (
          <Textarea
            {...control}
            name="description"
            rows={8}
            value={description ?? values.description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <ReviewerPicker {...reviewers} error={errors.reviewers?.[0]} />
      <Tick
        name="closeSourceBranch"
        label={`Delete the branch ${source} once it is merged`}
        ticked={values.closeSourceBranch}
      />
      <Tick name="draft" label="Draft" ticked={values.draft}>
        It can be looked at and commented on, but not merged.
      </Tick>
    </>
  );
}
