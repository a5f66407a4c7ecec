import { cx } from "./class-names";

/** People are round with initials; tokens are square with a key. The name stands beside it or names the control. */
export function Avatar({ name, size = "normal" }: { name: string; size?: "normal" | "small" }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-grid flex-none place-items-center rounded-full border border-line-strong bg-press leading-none font-semibold text-fg",
        size === "small" ? "size-5 text-[0.5625rem]" : "size-7 text-[0.6875rem]",
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
