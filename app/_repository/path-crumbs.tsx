import Link from "next/link";
import { type RepositoryAddress, sourcePage } from "./addresses";

/** The way from the root of the repository to where one is. */
export function PathCrumbs({
  repository,
  refName,
  path,
}: {
  repository: RepositoryAddress;
  refName: string;
  path: string;
}) {
  const names = path.split("/");
  return (
    <nav aria-label="Path" className="min-w-0">
      <ol className="flex flex-wrap items-center gap-x-1">
        <li>
          <Link href={sourcePage(repository, refName)}>{repository.repository}</Link>
        </li>
        {names.map((name, index) => {
          const upTo = names.slice(0, index + 1).join("/");
          return (
            <li
              key={upTo}
              className="flex min-w-0 gap-x-1 [overflow-wrap:anywhere] before:text-muted before:content-['/'/'']"
            >
              {index === names.length - 1 ? (
                <span aria-current="page">{name}</span>
              ) : (
                <Link href={sourcePage(repository, refName, upTo)}>{name}</Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
