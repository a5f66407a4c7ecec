const width = 72;
const height = 20;

/** Requests on each of the last 30 days, as bars too small for a scale; their sum is its name. */
export function Sparkline({ days }: { days: readonly number[] }) {
  const highest = Math.max(1, ...days);
  const total = days.reduce((sum, requests) => sum + requests, 0);
  const slot = width / days.length;
  const name = `${total.toLocaleString("en")} ${total === 1 ? "request" : "requests"} in 30 days`;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" className="mt-0.5 h-5 w-18">
      <title>{name}</title>
      <path d={`M0 ${height - 0.5}H${width}`} className="stroke-line" />
      {days.map((requests, index) => {
        const bar = requests === 0 ? 0 : Math.max(1.5, (height * requests) / highest);
        return (
          <rect
            key={index}
            x={index * slot}
            y={height - bar}
            width={slot * 0.75}
            height={bar}
            className="fill-chart forced-colors:fill-[CanvasText]"
          />
        );
      })}
    </svg>
  );
}
