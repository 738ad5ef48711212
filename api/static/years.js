// Fiscal years as people read them.

/** 2025 -> 令和7年度. @param {number | null | undefined} year a fiscal year in the western calendar */
export function japaneseYear(year) {
  if (!year) return "年度の記載なし";
  if (year === 2019) return "令和元年度";
  return year > 2019 ? `令和${year - 2018}年度` : `平成${year - 1988}年度`;
}

/** The document's own label (平成30年度ごろ) when the fact is of the document's year, else the plain year. */
export function yearLabel(documentId, year) {
  for (const row of document.querySelectorAll("[data-document]")) {
    const { document: id, year: ownYear, yearLabel: label } = row.dataset;
    if (id === documentId && ownYear === String(year) && label) return label;
  }
  return japaneseYear(year);
}
