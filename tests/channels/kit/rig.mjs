// What a door's folder of fakes offers to the table of faults (../faults.mjs) and to its own
// scenarios. One class a door; all of them take the place of the provider and of its customers.
//
//   class TelegramRig extends Rig {
//     kind = 'telegram';
//     async open() {}                    // starts the fake provider on a free port
//     settings() {}                      // what the inbox needs: { bot_token, api_root, mode, … }
//     async inboxReady({ hookUrl }) {}   // the inbox is there; hookUrl is where pushes go
//     async say(message) {}              // a customer writes; see below
//     sent() {}                          // what customers were sent, in order: [{ who, text }]
//     async fault(name) {}               // 'hang', 'late200', 'fail_after_accept', 'refuse', 'none'
//     async close() {}
//   }
//
// say({ id, who, text, times = 1, late = 0 }) hands a message over as the provider does it: again
// and again until it is acknowledged (webhook 2xx, or polled past), and with `times` above one as
// often as that although it was acknowledged before. It resolves with true when the provider
// counts it as acknowledged, false when it never was.
export class Rig {
  kind = '';
  /** The provider drops a repeat of the desk's own message id. */
  idempotent = false;
  async open() {}
  settings() {
    return {};
  }
  async inboxReady() {}
  async say() {
    return false;
  }
  sent() {
    return [];
  }
  async fault() {}
  async close() {}
}
