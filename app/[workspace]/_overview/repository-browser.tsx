"use client";
import { Search } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { announce } from "@/components/ui/live-region";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { RepositoryLine } from "./repository-lines";
import { RepositoryTable } from "./repository-table";

type ProjectLine = {
  key: string;
  name: string;
  description: string;
  /** Null for who may open some of its repositories but not the project. */
  href: string | null;
  settings: string | null;
  create: string | null;
  repositories: RepositoryLine[];
};

/** The projects of a workspace with their repositories, and a search over the repositories. */
export function RepositoryBrowser({ projects }: { projects: ProjectLine[] }) {
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim().toLowerCase());
  const found = search === "" ? projects : matching(projects, search);
  const count = found.reduce((total, project) => total + project.repositories.length, 0);

  const searched = useRef(false);
  useEffect(() => {
    if (search !== "") searched.current = true;
    if (searched.current) announce(count === 1 ? "1 repository matches" : `${count} repositories match`);
  }, [search, count]);

  return (
    <>
      <div className="mb-3 flex">
        <div className="relative flex-[0_1_16rem] max-phone:flex-[1_1_100%]">
          <Icon icon={Search} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
          <Input
            type="search"
            aria-label="Find a repository"
            placeholder="Find a repository"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setTyped("");
            }}
            className="pl-8"
          />
        </div>
      </div>
      {found.length === 0 ? (
        <Panel>
          <PanelBody>
            <p className="font-semibold">No repository matches “{typed.trim()}”</p>
            <p className="text-muted">
              Names and descriptions are searched, not code.{" "}
              <button type="button" className="text-link underline underline-offset-3" onClick={() => setTyped("")}>
                Clear the search
              </button>
            </p>
          </PanelBody>
        </Panel>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          {found.map((project) => (
            <ProjectPanel key={project.key} project={project} />
          ))}
        </div>
      )}
    </>
  );
}

function ProjectPanel({ project }: { project: ProjectLine }) {
  const { key, name, description, href, settings, create, repositories } = project;
  const id = `project-${key}`;
  return (
    <Panel role="region" aria-labelledby={id}>
      <PanelHead className="gap-2.5!">
        <span className="flex-none rounded-sm border border-line-strong px-1.5 font-mono text-xs font-medium text-muted">
          {key}
        </span>
        <h2 id={id} className="min-w-0 flex-none truncate text-base max-phone:flex-initial">
          {href ? (
            <Link href={href} className="block truncate text-fg no-underline hover:underline">
              {name}
            </Link>
          ) : (
            name
          )}
        </h2>
        <span className="min-w-0 truncate text-muted max-phone:hidden" title={description || undefined}>
          {description}
        </span>
        {settings ? (
          <ButtonLink
            href={settings}
            kind="quiet"
            size="small"
            className="-mr-2 ml-auto"
            aria-label={`Settings of ${name}`}
          >
            Settings
          </ButtonLink>
        ) : null}
      </PanelHead>
      {repositories.length > 0 ? (
        <RepositoryTable caption={`Repositories of ${name}`} repositories={repositories} />
      ) : (
        <PanelBody className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
          No repositories yet.
          {create ? (
            <ButtonLink href={create} size="small" aria-label={`New repository in ${name}`}>
              New repository
            </ButtonLink>
          ) : null}
        </PanelBody>
      )}
    </Panel>
  );
}

function matching(projects: ProjectLine[], search: string): ProjectLine[] {
  return projects
    .map((project) => ({
      ...project,
      repositories: project.repositories.filter(
        ({ slug, description }) => slug.includes(search) || description.toLowerCase().includes(search),
      ),
    }))
    .filter((project) => project.repositories.length > 0);
}
