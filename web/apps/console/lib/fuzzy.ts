// Fuzzy filter for the palette, saved replies and comboboxes. Small on purpose: every letter of the
// query must occur in order; starts of words and runs count more, long gaps less.

export function fuzzyScore(query: string, text: string): number | undefined {
  const wanted = [...fold(query)].filter(letter => letter.trim() !== '');
  if (wanted.length === 0) return 0;
  const letters = [...fold(text)];
  // One greedy pass finds the first fit, not always the best one. So it is tried from every place
  // where the first letter stands; the texts are short.
  let best: number | undefined;
  for (
    let start = letters.indexOf(wanted[0] as string);
    start >= 0;
    start = letters.indexOf(wanted[0] as string, start + 1)
  ) {
    const score = scoreFrom(wanted, letters, start);
    if (score === undefined) break;
    if (best === undefined || score > best) best = score;
  }
  return best;
}

function scoreFrom(wanted: string[], letters: string[], start: number): number | undefined {
  let score = 0;
  let from = start;
  let last = -2;
  for (const letter of wanted) {
    const at = letters.indexOf(letter, from);
    if (at < 0) return undefined;
    const startsWord = at === 0 || !isWord(letters[at - 1] as string);
    score += at === last + 1 ? 8 : startsWord ? 6 : 1 - Math.min(3, (at - from) / 8);
    last = at;
    from = at + 1;
  }
  return score - letters.length / 100 - start / 50;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function isWord(letter: string): boolean {
  return /[\p{L}\p{N}]/u.test(letter);
}

/** Items that fit, best first; an empty query keeps the order they came in. */
export function fuzzyFilter<T>(
  query: string,
  items: readonly T[],
  textOf: (item: T) => readonly string[],
): T[] {
  if (query.trim() === '') return [...items];
  const scored: { item: T; score: number }[] = [];
  for (const item of items) {
    let best: number | undefined;
    textOf(item).forEach((text, rank) => {
      const score = fuzzyScore(query, text);
      // Earlier texts (a title) weigh more than later ones (a body).
      if (score !== undefined) best = Math.max(best ?? Number.NEGATIVE_INFINITY, score - rank * 4);
    });
    if (best !== undefined) scored.push({ item, score: best });
  }
  return scored.sort((a, b) => b.score - a.score).map(entry => entry.item);
}
