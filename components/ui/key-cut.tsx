import { cx } from "./class-names";

const sizes = {
  small: "size-5 rounded-sm p-px",
  normal: "size-7 rounded-md p-0.5",
  large: "size-10 rounded-float p-1",
};

/** The key a token wears, cut from its id, never from its secret. Grey once it opens nothing. */
export function KeyCut({ id, size = "normal", off = false }: { id: string; size?: keyof typeof sizes; off?: boolean }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="currentColor"
      className={cx(
        "flex-none border",
        sizes[size],
        off ? "bg-chip text-muted" : "border-accent-line bg-accent-soft text-link",
      )}
    >
      <path fillRule="evenodd" d="M9 1.6a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm0 2.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z" />
      <path d="M8 9h2v13H8z" />
      <path d={teeth(id)} />
    </svg>
  );
}

/** Four teeth from the top, 0 to 3 units long, from the last byte of the id. At least one is there. */
export function teeth(id: string): string {
  const byte = Number.parseInt(id.slice(-2), 16);
  const lengths = [6, 4, 2, 0].map((shift) => (byte >> shift) & 3);
  if (Math.max(...lengths) === 0) lengths[3] = 3;
  return lengths
    .map((length, index) => {
      if (length === 0) return "";
      const width = (0.6 + 2.9 * length).toFixed(1);
      return `M10 ${(10.6 + 3 * index).toFixed(1)}h${width}v2.1h-${width}z`;
    })
    .join("");
}
