#!/usr/bin/env python3
"""Checks a Slipway audit log without Slipway: python3 and nothing else.

  verify-audit.py TRUST log.jsonl [CHECKPOINT...]   a whole log, and that it contains checkpoints kept elsewhere
  verify-audit.py TRUST --proof proof.json          that one entry is in the log
  verify-audit.py TRUST --grows growth.json         that a log contains an older one

TRUST holds the pinned public keys, one a line. Exit code 0: all holds. 1: something was changed, said in one line.
"""
import base64, hashlib, json, sys

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P  # the curve of Ed25519

class Broken(Exception): pass
def leaf(text): return hashlib.sha256(b"\0" + text.encode()).digest()
def node(left, right): return hashlib.sha256(b"\1" + left + right).digest()
def add(p, q):
    a, b, c, d = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0]), 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        q, p, n = add(q, p) if n & 1 else q, add(p, p), n >> 1
    return q
def point(data):
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if x * x % P == xx else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != xx or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P
ORDER, BASE = 2**252 + 27742317777372353535851937790883648493, point(bytes.fromhex("58" + "66" * 31))
def ed25519(key, message, signature):
    """RFC 8032, 5.1.7."""
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    one, two = times(s, BASE), add(r, times(k, a))
    return all((one[i] * two[2] - two[i] * one[2]) % P == 0 for i in (0, 1))
def keys(path):
    found = []
    for line in filter(lambda line: line.strip() and line[0] != "#", open(path, encoding="utf-8")):
        name, digest, data = line.strip().split("+", 2)
        data = base64.b64decode(data)
        if hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8] != digest or data[0] not in (1, 4):
            raise Broken("a trusted key is damaged: " + line)
        found.append((name, bytes.fromhex(digest), data[0], data[1:]))
    return found
def checkpoint(note, trust):
    """Size, root and whether a witness signed; the log must have."""
    text, signatures = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :].strip("\n").split("\n")
    origin, size, root = text.split("\n")[:3]
    signed = witnessed = False
    for line in signatures:
        name, data = line.split(" ")[1], base64.b64decode(line.split(" ")[2])
        for known, digest, kind, key in trust:
            if (known, digest) != (name, data[:4]):
                continue
            time = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[4:12], "big") if kind == 4 else b""
            if not ed25519(key, time + text.encode(), data[12 if kind == 4 else 4 :]):
                raise Broken("a signature of %s under the checkpoint of size %s is forged" % (name, size))
            signed, witnessed = signed or (kind == 1 and name == origin), witnessed or kind == 4
    if not signed:
        raise Broken("the checkpoint of size %s is not signed by a trusted key" % size)
    return int(size), base64.b64decode(root), witnessed
def root(stack):
    result = stack[-1] if stack else hashlib.sha256(b"").digest()
    for other in reversed(stack[:-1]):
        result = node(other, result)
    return result
def whole(trust, path, kept):
    known = dict(checkpoint(open(k, encoding="utf-8").read(), trust)[:2] for k in kept)
    stack, size, signed, witnessed = [], 0, -1, 0
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        if "checkpoint" in record:
            covered, head, seen = checkpoint(record["checkpoint"], trust)
            if covered != size or head != root(stack):
                first = min(size, covered) if covered != size else max(signed, 0)
                raise Broken("bad index %d: entries up to %d are not those that were signed" % (first, size - 1))
            signed, witnessed = size, size if seen else witnessed
            continue
        if record["index"] != size:
            raise Broken("bad index %d: entry %d is in its place" % (size, record["index"]))
        hash = base64.b64decode(record["leaf"])
        if "entry" in record and leaf(record["entry"]) != hash:
            raise Broken("bad index %d: the entry does not have the hash that was logged" % size)
        rest = size
        while rest & 1:
            hash, rest = node(stack.pop(), hash), rest >> 1
        stack.append(hash)
        size += 1
        if size in known and known[size] != root(stack):
            raise Broken("bad index below %d: a checkpoint kept elsewhere is not contained" % size)
    if max(known, default=0) > size or signed < size:
        raise Broken("bad index %d: the log ends here" % min(size, max(signed, 0)))
    if witnessed == 0 and any(kind == 4 for _, _, kind, _ in trust):
        raise Broken("bad index 0: no checkpoint is signed by the witness")
    return "%d entries hold, %d of them witnessed" % (size, witnessed)
def fold(index, last, proof, first, second):
    """RFC 9162, 2.1.3.2 and 2.1.4.2."""
    for sibling in proof:
        if last == 0:
            raise Broken("the proof is too long")
        if index & 1 or index == last:
            first, second = node(sibling, first), node(sibling, second)
            while not index & 1:
                index, last = index >> 1, last >> 1
        else:
            second = node(second, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise Broken("the proof is too short")
    return first, second
def included(trust, document):
    size, head, _ = checkpoint(document["checkpoint"], trust)
    hash = leaf(document["entry"]) if "entry" in document else base64.b64decode(document["leaf"])
    proof = [base64.b64decode(h) for h in document["proof"]]
    if not 0 <= document["index"] < size or fold(document["index"], size - 1, proof, hash, hash)[1] != head:
        raise Broken("entry %d is not in the log of size %d" % (document["index"], size))
    return "entry %d is in the log of size %d" % (document["index"], size)
def grows(trust, document):
    (old, old_root, _), (new, new_root, _) = (checkpoint(document[k], trust) for k in ("older", "checkpoint"))
    proof = [base64.b64decode(h) for h in document["proof"]]
    if old == new or old == 0:
        good = not proof and (old == 0 or old_root == new_root)
    else:
        start, index, last = [old_root] * (old & (old - 1) == 0) + proof, old - 1, new - 1
        while index & 1:
            index, last = index >> 1, last >> 1
        good = old < new and start and fold(index, last, start[1:], start[0], start[0]) == (old_root, new_root)
    if not good:
        raise Broken("the log of size %d does not begin with the one of size %d" % (new, old))
    return "the log of size %d begins with the one of size %d" % (new, old)
def main(words):
    try:
        trust = keys(words[0])
        check = {"--proof": included, "--grows": grows}.get(words[1])
        print(check(trust, json.load(open(words[2]))) if check else whole(trust, words[1], words[2:]))
    except (Broken, ValueError, KeyError) as problem:
        sys.exit("verification failed: %s" % problem)

if __name__ == "__main__":
    main(sys.argv[1:]) if len(sys.argv) > 2 else sys.exit(__doc__)
