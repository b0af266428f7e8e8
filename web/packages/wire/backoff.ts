/** How long to wait before try number `attempt` (from 0): a random part of 0.5 s doubling to 30 s.
    The whole of it is random ("full jitter"), so a thousand customers do not come back in step. */
export function fullJitter(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(30_000, 500 * 2 ** Math.min(attempt, 16));
}
