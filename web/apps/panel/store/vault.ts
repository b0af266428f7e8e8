// Where the panel keeps what must survive a reload: IndexedDB; else, when the browser denies storage to
// a frame of another site, the host page's own storage through the loader; else memory.
export interface Vault {
  readonly kind: 'indexeddb' | 'page' | 'memory';
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
}

export type PageStorage = (op: 'get' | 'set' | 'del', key: string, value?: string) => Promise<string | null>;

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase(name: string): Promise<Vault> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('kept');
  const db = await asked(request);
  // A newer version of the panel in another tab may want to upgrade: do not stand in its way.
  db.onversionchange = () => db.close();
  const write = (act: (store: IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const tx = db.transaction('kept', 'readwrite', { durability: 'strict' } as IDBTransactionOptions);
      act(tx.objectStore('kept'));
      tx.oncomplete = () => resolve();
      tx.onerror = tx.onabort = () => reject(tx.error);
    });
  return {
    kind: 'indexeddb',
    get: <T>(key: string) => asked(db.transaction('kept').objectStore('kept').get(key) as IDBRequest<T>),
    set: (key, value) => write(store => store.put(value, key)),
    del: key => write(store => store.delete(key)),
  };
}

function inPage(keep: PageStorage): Vault {
  return {
    kind: 'page',
    async get<T>(key: string) {
      const text = await keep('get', key);
      return text === null ? undefined : (JSON.parse(text) as T);
    },
    async set(key, value) {
      await keep('set', key, JSON.stringify(value));
    },
    async del(key) {
      await keep('del', key);
    },
  };
}

export function inMemory(): Vault {
  const kept = new Map<string, unknown>();
  return {
    kind: 'memory',
    get: async <T>(key: string) => kept.get(key) as T | undefined,
    set: async (key, value) => void kept.set(key, structuredClone(value)),
    del: async key => void kept.delete(key),
  };
}

/** Opens the best storage there is; `page` is the loader's, when there is a loader. */
export async function openVault(inbox: string, page?: PageStorage): Promise<Vault> {
  try {
    return await openDatabase(`keydesk:${inbox}`);
  } catch {
    // Denied (third-party frame), or private mode.
  }
  if (page) {
    const vault = inPage(page);
    const probe = String(Date.now());
    await vault.set('probe', probe);
    const works = (await vault.get<string>('probe')) === probe;
    await vault.del('probe');
    if (works) return vault;
  }
  return inMemory();
}
