/** The mark: a latchkey that is an L. Never recoloured, so its two colours stand here. */
export function Mark({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="7.5" fill="#0e363f" />
      <g fill="#f2c67c">
        <path
          fillRule="evenodd"
          d="M12.5 3.75a6 6 0 1 1 0 12 6 6 0 0 1 0-12Zm0 3.35a2.65 2.65 0 1 0 0 5.3 2.65 2.65 0 0 0 0-5.3Z"
        />
        <path d="M10.75 15h3.5v3.1h4.25v3h-4.25v3.4h8.25l2 2v1.5H10.75Z" />
      </g>
    </svg>
  );
}
