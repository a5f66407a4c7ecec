import { ButtonLink } from "./button";

/** "1–50 of 132", Previous, Next. Nothing where there is one page. */
export function Pagination({
  page,
  pageCount,
  pageLength,
  total,
  href,
}: {
  page: number;
  pageCount: number;
  pageLength: number;
  total: number;
  href: (page: number) => string;
}) {
  if (pageCount <= 1) return null;
  const first = (page - 1) * pageLength + 1;
  const last = Math.min(page * pageLength, total);
  return (
    <nav aria-label="Pages" className="ml-auto flex items-center gap-2">
      <span className="whitespace-nowrap tabular-nums">
        {first.toLocaleString("en")}–{last.toLocaleString("en")} of {total.toLocaleString("en")}
      </span>
      {page > 1 ? (
        <ButtonLink size="small" href={href(page - 1)} prefetch={false} rel="prev">
          Previous
        </ButtonLink>
      ) : null}
      {page < pageCount ? (
        <ButtonLink size="small" href={href(page + 1)} prefetch={false} rel="next">
          Next
        </ButtonLink>
      ) : null}
    </nav>
  );
}
