// The arithmetic of a virtual list: heights measured or guessed, offsets, and what is in sight.

export interface Offsets {
  /** starts[i] is where row i begins; starts[count] is the whole height. */
  starts: Float64Array;
  count: number;
}

export function offsetsOf(count: number, sizeOf: (index: number) => number): Offsets {
  const starts = new Float64Array(count + 1);
  for (let index = 0; index < count; index++) {
    starts[index + 1] = (starts[index] as number) + sizeOf(index);
  }
  return { starts, count };
}

/** The row that covers `at`. */
export function rowAt(offsets: Offsets, at: number): number {
  let low = 0;
  let high = offsets.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets.starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

export interface Range {
  from: number;
  /** One behind the last. */
  to: number;
}

export function rangeInSight(offsets: Offsets, top: number, height: number, extra: number): Range {
  if (offsets.count === 0) return { from: 0, to: 0 };
  return {
    from: rowAt(offsets, Math.max(0, top - extra)),
    to: Math.min(offsets.count, rowAt(offsets, top + height + extra) + 1),
  };
}
