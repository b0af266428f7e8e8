import { asApiError } from '@keydesk/client/index';
import { useEffect, useState } from 'preact/hooks';
import { errorText } from '../parts/form';
import { type Kind, type Query, report } from './api';

interface Loading<T> {
  value: T | undefined;
  failed: string;
  busy: boolean;
  again: () => void;
}

/** Asks anew whenever the question changes and once a minute; the old answer stays until then. */
export function useReport<T>(kind: Kind, query: Query): Loading<T> {
  const asked = JSON.stringify(query);
  const [state, setState] = useState<{ value: T | undefined; failed: string; busy: boolean }>({
    value: undefined,
    failed: '',
    busy: true,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState(known => ({ ...known, busy: true, failed: '' }));
    report<T>(kind, JSON.parse(asked) as Query, stop.signal).then(
      value => setState({ value, failed: '', busy: false }),
      failure => {
        if (stop.signal.aborted) return;
        setState(known => ({ ...known, busy: false, failed: errorText(asApiError(failure)) }));
      },
    );
    return () => stop.abort();
  }, [kind, asked, turn]);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && setTurn(n => n + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
  return { ...state, again: () => setTurn(turn + 1) };
}
