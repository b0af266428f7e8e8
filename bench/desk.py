"""The programs that bench/report.py measures: started, asked and stopped."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build" / "release"
KEYDESK = os.environ.get("KEYDESK_BINARY", str(PROGRAMS / "keydesk"))
WORK = ROOT / "build" / "bench-data"
EMAIL, PASSWORD = "bench@example.org", "a long enough pass phrase"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tool(name, *words, timeout=300):
    """Runs a measuring program and reads the JSON it prints."""
    done = subprocess.run([PROGRAMS / "bench" / f"bench_{name}", *map(str, words)],
                          capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        raise RuntimeError(f"{name} {' '.join(map(str, words))}: {done.stderr.strip()[-400:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


class Program:
    """A server process. `start` returns the milliseconds from exec to its first 200."""

    def __init__(self, command, path):
        self.command, self.path, self.port = [str(word) for word in command], path, free_port()
        self.child = None

    def start(self, limit=20):
        words = [word.replace("{port}", str(self.port)) for word in self.command]
        log = (WORK / "server.log").open("ab")
        began = time.perf_counter()
        self.child = subprocess.Popen(words, stdout=log, stderr=log)
        while time.perf_counter() - began < limit:
            try:
                peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                peer.request("GET", self.path)
                if peer.getresponse().status == 200:
                    return (time.perf_counter() - began) * 1000
            except OSError:
                if self.child.poll() is not None:
                    break
                time.sleep(0.0005)
        raise RuntimeError(f"{words[0]} did not start; {WORK}/server.log says why")

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(15)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()

    def cpu_seconds(self):
        total = 0
        for task in pathlib.Path(f"/proc/{self.child.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def settle(self):
        """What a start leaves to be done beside it (learning, stretching a key) is over."""
        for _ in range(20):
            before = self.cpu_seconds()
            time.sleep(0.5)
            if self.cpu_seconds() - before < 0.01:
                return

    def memory_kb(self):
        for line in pathlib.Path(f"/proc/{self.child.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1])
        return 0

    def pss_kb(self):
        for line in pathlib.Path(f"/proc/{self.child.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
        return 0


class Bare(Program):
    """The limit: sockets, queue, group commit and nothing else."""

    def __init__(self, mode):
        file = WORK / "bare.db"
        for path in WORK.glob("bare.db*"):
            path.unlink()
        super().__init__([PROGRAMS / "bench" / "bench_bare", "{port}", mode, file], "/")

    def words(self):
        return ["inbox=none", "cookie=none", "csrf=none"]


class Desk(Program):
    """The product, on a fresh data folder, with one inbox and one agent."""

    def __init__(self):
        self.data = WORK / "desk"
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True)
        subprocess.run(
            [KEYDESK, "admin", "create", "--data", self.data, "--email", EMAIL, "--name", "Bench",
             "--role", "admin", "--password-stdin"],
            input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        super().__init__([KEYDESK, "serve", "--data", self.data, "--listen", "127.0.0.1:{port}",
                          "--no-limits"], "/healthz")

    def call(self, method, path, body):
        peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"}
        if hasattr(self, "cookie"):
            headers |= {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}
        peer.request(method, "/api/v1" + path, json.dumps(body), headers)
        answer = peer.getresponse()
        text = answer.read().decode()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        return json.loads(text) if text else {}

    def wait_for_inbox(self):
        for _ in range(200):  # the chat door looks for new inboxes every few seconds
            peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            peer.request("GET", f"/chat/v1/inbox?inbox={self.key}")
            if peer.getresponse().status == 200:
                return
            time.sleep(0.1)
        raise RuntimeError("the new inbox did not open")

    def words(self):
        if not hasattr(self, "csrf"):
            self.csrf = self.call("POST", "/login", {"email": EMAIL, "password": PASSWORD})["csrf"]
            made = self.call("POST", "/inboxes", {"name": "Bench", "sites": [], "color": "#2450e6",
                                                  "greeting": {"zh": "您好", "en": "Hello"}})
            self.key = made["inbox"]["key"]
            self.wait_for_inbox()
        return [f"inbox={self.key}", f"cookie={self.cookie}", f"csrf={self.csrf}"]


def load(server, mode, **options):
    """The load client against a server, with the CPU that the server took for each message."""
    words = server.words() if mode != "echo" else []
    before = server.cpu_seconds()
    found = tool("load", f"mode={mode}", f"port={server.port}", *words,
                 *(f"{key}={value}" for key, value in options.items()))
    found["cpu"] = server.cpu_seconds() - before
    return found


def machine():
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    vendor = next((line.split(":")[1].strip().split()[0] for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    kind = subprocess.run(["df", "--output=fstype", WORK], capture_output=True, text=True).stdout.split()[-1]
    return f"{cores} cores ({vendor}), {memory:.0f} GB memory, {kind} file system, Linux {os.uname().release.split('-')[0]}"
