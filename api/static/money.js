// Sums of money as people type them.

const UNITS = { 億: 100_000_000, 万: 10_000, 円: 1 };
const LARGEST = 1_000_000_000_000;
const SUM = /(?:[\d,]+(?:\.\d+)?[億万])*[\d,]+(?:\.\d+)?(?:億|万|円)円?/g;

/** 「1億2,000万円」 -> 120000000; a bare number counts 万円. Null for what is no sum. */
export function yenOf(typed) {
  const said = typed.normalize("NFKC").replace(/[\s,、]/g, "");
  const text = said.replace(/円$/, "");
  if (/^\d+(\.\d+)?$/.test(text)) return within(Number(text) * (text === said ? UNITS.万 : UNITS.円));
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([億万]?)/g)];
  if (!parts.length || parts.map(([whole]) => whole).join("") !== text) return null;
  return within(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit] ?? 1), 0));
}

function within(yen) {
  const whole = Math.round(yen);
  return whole >= 1 && whole <= LARGEST ? whole : null;
}

/** The one sum that a question names, as a field of 万円 shows it; "" where it names none or several. */
export function sumIn(question) {
  const sums = question.normalize("NFKC").match(SUM) ?? [];
  return sums.length === 1 ? sums[0].replace(/^([\d,.]+)万円?$/, "$1") : "";
}

/** 120000000 -> 1億2,000万円. */
export function yenText(yen) {
  const parts = [[Math.floor(yen / UNITS.億), "億"], [Math.floor((yen % UNITS.億) / UNITS.万), "万"], [yen % UNITS.万, ""]];
  return `${parts.filter(([n]) => n).map(([n, unit]) => n.toLocaleString("ja-JP") + unit).join("") || "0"}円`;
}
