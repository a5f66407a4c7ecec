import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

const edges = "mx-auto max-w-(--page) px-6 pt-7 pb-16 max-phone:px-4 max-phone:pt-4 max-phone:pb-12";

/** The content of a page without side navigation. */
export function Page({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <main id="main" className={cx(edges, className)}>
      {children}
    </main>
  );
}

/** The content of a settings page, beside its navigation; under it below 1080 px. */
export function SettingsPage({ navigation, children }: { navigation: ReactNode; children: ReactNode }) {
  return (
    <div
      className={cx(
        edges,
        "grid grid-cols-[11rem_minmax(0,1fr)] gap-10 max-columns:grid-cols-[minmax(0,1fr)] max-columns:gap-5",
      )}
    >
      {navigation}
      <main id="main" className="min-w-0">
        {children}
      </main>
    </div>
  );
}

/** The name of the page, one or two sentences, and its actions. */
export function PageHead({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-4">
      <div className="min-w-0 flex-[1_1_20rem]">
        {/* Takes the focus where what had it is gone. */}
        <h1 tabIndex={-1} className="outline-none [overflow-wrap:anywhere]">
          {title}
        </h1>
        {children ? <p className="mt-1 max-w-[66ch] text-muted">{children}</p> : null}
      </div>
      {actions ? (
        <div className="flex flex-wrap gap-2 max-phone:flex-auto max-phone:[&>*]:flex-auto">{actions}</div>
      ) : null}
    </div>
  );
}

/** Leads back to the list that the page belongs to; above its head. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="mb-2 -ml-1 inline-flex min-h-6 items-center gap-1 text-sm text-muted no-underline hover:text-fg hover:underline"
    >
      <Icon icon={ChevronLeft} />
      {children}
    </Link>
  );
}

/** Blocks of a page, 24 px apart. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[minmax(0,1fr)] gap-6">{children}</div>;
}
