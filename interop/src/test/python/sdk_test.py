"""S2's Python SDK, unchanged from PyPI, on the S2 API at S2_ENDPOINT. Prints one JSON object for each test."""

import asyncio
import json
import os
import random
import sys
import time
import traceback
import unittest
from datetime import timedelta

from s2_sdk import (
    S2,
    AppendInput,
    BasinConfig,
    Batching,
    CommandRecord,
    Compression,
    Encryption,
    Endpoints,
    EnsureStatus,
    FencingTokenMismatchError,
    ReadLimit,
    ReadUnwrittenError,
    Record,
    Retry,
    S2ServerError,
    SeqNum,
    SeqNumMismatchError,
    StreamConfig,
    TailOffset,
    Timestamp,
    Timestamping,
    TimestampingMode,
    append_inputs,
    metered_bytes,
)

ENDPOINT = os.environ["S2_ENDPOINT"]
RUN = f"py-{random.randrange(16**8):08x}-"
DEADLINE_SECONDS = 30


def records(*bodies):
    return [Record(body=body.encode()) for body in bodies]


def bodies(batch):
    return [record.body.decode() for record in batch.records]


async def drain(session):
    return [body async for batch in session for body in bodies(batch)]


async def take(session, count):
    taken = []
    async for batch in session:
        taken += bodies(batch)
        if len(taken) >= count:
            return taken
    raise AssertionError(f"the session ended after {len(taken)} of {count} records")


class SdkTest(unittest.IsolatedAsyncioTestCase):
    names = 0

    def connect(self, compression=Compression.NONE):
        # One attempt: a retry would hide what the server did wrong.
        return S2("ignored", endpoints=Endpoints(ENDPOINT, ENDPOINT), retry=Retry(max_attempts=1), compression=compression)

    async def asyncSetUp(self):
        # A server that does not answer must fail the test, not hang it.
        deadline = asyncio.get_running_loop().call_later(DEADLINE_SECONDS, asyncio.current_task().cancel)
        self.addCleanup(deadline.cancel)
        self.s2 = self.connect()
        self.addAsyncCleanup(self.s2.close)

    def new_name(self):
        SdkTest.names += 1
        return f"{RUN}{SdkTest.names:04d}"

    async def new_basin(self, config=None):
        name = self.new_name()
        await self.s2.create_basin(name, config=config)
        return self.s2.basin(name)

    async def new_stream(self, config=None, basin_config=None):
        basin = await self.new_basin(basin_config)
        await basin.create_stream("orders", config=config)
        return basin.stream("orders")

    async def assert_refused(self, status, code, awaitable):
        with self.assertRaises(S2ServerError) as caught:
            await awaitable
        self.assertEqual((caught.exception.status_code, caught.exception.code), (status, code))

    async def test_basins_are_created_listed_reconfigured_and_deleted(self):
        config = BasinConfig(
            default_stream_config=StreamConfig(
                storage_class="standard",
                retention_policy=3600,
                timestamping=Timestamping(mode=TimestampingMode.ARRIVAL, uncapped=True),
                delete_on_empty_min_age=60,
            ),
            create_stream_on_append=True,
            create_stream_on_read=False,
        )
        name = self.new_name()
        info = await self.s2.create_basin(name, config=config)
        self.assertEqual((info.name, info.deleted_at), (name, None))
        self.assertLess(abs(info.created_at.timestamp() - time.time()), 60)
        self.assertEqual(await self.s2.get_basin_config(name), config)
        await self.assert_refused(409, "resource_already_exists", self.s2.create_basin(name))
        page = await self.s2.list_basins(prefix=name)
        self.assertEqual(([basin.name for basin in page.items], page.has_more), ([name], False))
        self.assertIn(name, [basin.name async for basin in self.s2.list_all_basins(prefix=RUN)])
        changed = await self.s2.reconfigure_basin(name, config=BasinConfig(create_stream_on_read=True))
        config.create_stream_on_read = True
        self.assertEqual(changed, config)
        await self.s2.delete_basin(name)
        await self.s2.delete_basin(self.new_name(), ignore_not_found=True)
        await self.assert_refused(404, "basin_not_found", self.s2.delete_basin(self.new_name()))

    async def test_ensure_creates_updates_and_leaves(self):
        name = self.new_name()
        wanted = BasinConfig(create_stream_on_append=True)
        self.assertEqual((await self.s2.ensure_basin(name)).status, EnsureStatus.CREATED)
        self.assertEqual((await self.s2.ensure_basin(name, config=wanted)).status, EnsureStatus.CONFIG_UPDATED)
        self.assertEqual((await self.s2.ensure_basin(name, config=wanted)).status, EnsureStatus.CONFIG_UNCHANGED)
        basin = self.s2.basin(name)
        wanted = StreamConfig(retention_policy="infinite")
        self.assertEqual((await basin.ensure_stream("orders")).status, EnsureStatus.CREATED)
        self.assertEqual((await basin.ensure_stream("orders", config=wanted)).status, EnsureStatus.CONFIG_UPDATED)
        self.assertEqual((await basin.ensure_stream("orders", config=wanted)).status, EnsureStatus.CONFIG_UNCHANGED)

    async def test_streams_are_created_listed_reconfigured_and_deleted(self):
        basin = await self.new_basin()
        info = await basin.create_stream("a/ü %", config=StreamConfig(retention_policy="infinite"))
        self.assertEqual((info.name, info.deleted_at, info.cipher), ("a/ü %", None, None))
        await basin.create_stream("b")
        page = await basin.list_streams(limit=1)
        self.assertEqual(([stream.name for stream in page.items], page.has_more), (["a/ü %"], True))
        self.assertEqual([stream.name async for stream in basin.list_all_streams()], ["a/ü %", "b"])
        self.assertEqual((await basin.get_stream_config("a/ü %")).retention_policy, "infinite")
        changed = await basin.reconfigure_stream("a/ü %", config=StreamConfig(storage_class="standard"))
        self.assertEqual((changed.storage_class, changed.retention_policy), ("standard", "infinite"))
        await basin.delete_stream("b")
        self.assertEqual([stream.name async for stream in basin.list_all_streams()], ["a/ü %"])
        await basin.delete_stream("gone", ignore_not_found=True)
        await self.assert_refused(404, "stream_not_found", basin.stream("gone").check_tail())

    async def test_append_and_read_keep_bytes_headers_and_positions(self):
        stream = await self.new_stream()
        self.assertEqual((await stream.check_tail()).seq_num, 0)
        headers = [(b"k", b"\xff"), (b"k", b"")]
        ack = await stream.append(AppendInput(records=[Record(body=b"\x00\xff", headers=headers), Record(body=b"")]))
        self.assertEqual((ack.start.seq_num, ack.end.seq_num, ack.tail), (0, 2, await stream.check_tail()))
        batch = await stream.read(start=SeqNum(0))
        self.assertEqual([record.body for record in batch.records], [b"\x00\xff", b""])
        self.assertEqual(batch.records[0].headers, headers)
        self.assertEqual(bodies(await stream.read(start=TailOffset(1), limit=ReadLimit(count=5))), [""])
        with self.assertRaises(ReadUnwrittenError) as caught:
            await stream.read(start=SeqNum(2))
        self.assertEqual(caught.exception.tail, ack.tail)

    async def test_conditions_fail_with_what_the_server_has(self):
        stream = await self.new_stream()
        await stream.append(AppendInput(records=records("a"), match_seq_num=0))
        with self.assertRaises(SeqNumMismatchError) as mismatch:
            await stream.append(AppendInput(records=records("b"), match_seq_num=0))
        self.assertEqual(mismatch.exception.expected_seq_num, 1)
        await stream.append(AppendInput(records=[CommandRecord.fence("mine")]))
        await stream.append(AppendInput(records=records("c"), fencing_token="mine"))
        with self.assertRaises(FencingTokenMismatchError) as fenced:
            await stream.append(AppendInput(records=records("d"), fencing_token="theirs"))
        self.assertEqual(fenced.exception.expected_fencing_token, "mine")
        await stream.append(AppendInput(records=[CommandRecord.trim(1)]))
        read = await stream.read(start=SeqNum(1), ignore_command_records=True)
        self.assertEqual(bodies(read), ["c"])

    async def test_timestamps_are_kept_and_found(self):
        stream = await self.new_stream()
        stamped = [Record(body=str(at).encode(), timestamp=at) for at in (1000, 2000, 3000)]
        await stream.append(AppendInput(records=stamped))
        self.assertEqual(bodies(await stream.read(start=Timestamp(1001))), ["2000", "3000"])
        self.assertEqual(bodies(await stream.read(start=SeqNum(0), until_timestamp=3000)), ["1000", "2000"])

    async def append_in_a_session(self, stream):
        async with stream.append_session() as session:
            tickets = [await session.submit(AppendInput(records=records(f"{i} a", f"{i} b"))) for i in range(100)]
            acks = [await ticket for ticket in tickets]
        self.assertEqual([ack.start.seq_num for ack in acks], [2 * i for i in range(100)])
        read = await drain(stream.read_session(start=SeqNum(0), limit=ReadLimit(count=200)))
        self.assertEqual(read, [f"{i} {half}" for i in range(100) for half in "ab"])

    async def test_append_session_keeps_the_order(self):
        await self.append_in_a_session(await self.new_stream())

    async def test_append_session_ends_at_a_failed_condition(self):
        stream = await self.new_stream()
        with self.assertRaises(SeqNumMismatchError):
            async with stream.append_session() as session:
                good = await session.submit(AppendInput(records=records("a"), match_seq_num=0))
                bad = await session.submit(AppendInput(records=records("b"), match_seq_num=5))
                self.assertEqual((await good).end.seq_num, 1)
                await bad
        self.assertEqual((await stream.check_tail()).seq_num, 1)

    async def test_producer_batches_and_numbers_records(self):
        stream = await self.new_stream()
        async with stream.producer(batching=Batching(max_records=10, linger=timedelta(milliseconds=2))) as producer:
            tickets = [await producer.submit(Record(body=f"{i}".encode())) for i in range(95)]
        self.assertEqual([(await ticket).seq_num for ticket in tickets], list(range(95)))

    async def test_batching_helpers_fill_batches(self):
        stream = await self.new_stream()

        async def source():
            for i in range(25):
                yield Record(body=f"{i}".encode())

        sizes = []
        async with stream.append_session() as session:
            async for made in append_inputs(source(), match_seq_num=0, batching=Batching(max_records=10, linger=timedelta(seconds=5))):
                sizes.append(len(made.records))
                await (await session.submit(made))
        self.assertEqual(sizes, [10, 10, 5])
        self.assertEqual((await stream.check_tail()).seq_num, 25)

    async def test_read_session_catches_up_and_follows(self):
        stream = await self.new_stream()
        await stream.append(AppendInput(records=records(*map(str, range(1000)))))
        session = stream.read_session(start=SeqNum(0))
        self.assertEqual(await take(session, 1000), [str(i) for i in range(1000)])
        following = asyncio.create_task(take(session, 3))
        for i in range(3):
            await stream.append(AppendInput(records=records(f"live {i}")))
        self.assertEqual(await following, ["live 0", "live 1", "live 2"])

    async def test_sessions_and_requests_may_be_compressed(self):
        for compression in (Compression.GZIP, Compression.ZSTD):
            async with self.connect(compression) as s2:
                name = self.new_name()
                await s2.create_basin(name)
                await s2.basin(name).create_stream("orders")
                stream = s2.basin(name).stream("orders")
                large = "words that repeat; " * 20_000
                await stream.append(AppendInput(records=records(large)))
                async with stream.append_session() as session:
                    await (await session.submit(AppendInput(records=records(large))))
                self.assertEqual(bodies(await stream.read(start=SeqNum(0))), [large, large])
                read = await drain(stream.read_session(start=SeqNum(0), limit=ReadLimit(count=2)))
                self.assertEqual(read, [large, large])

    async def test_append_creates_the_stream_with_the_configuration_it_brings(self):
        basin = await self.new_basin(BasinConfig(create_stream_on_append=True))
        kept = StreamConfig(retention_policy="infinite")
        await basin.stream("orders").append(AppendInput(records=records("a"), stream_config=kept))
        self.assertEqual((await basin.get_stream_config("orders")).retention_policy, "infinite")

    async def test_encrypted_streams_need_their_key(self):
        basin = await self.new_basin(BasinConfig(stream_cipher=Encryption.AES_256_GCM))
        created = await basin.create_stream("secrets")
        self.assertEqual(created.cipher, Encryption.AES_256_GCM)
        mine = basin.stream("secrets", encryption_key=bytes([7]) * 32)
        await mine.append(AppendInput(records=records("secret")))
        self.assertEqual(bodies(await mine.read(start=SeqNum(0))), ["secret"])
        self.assertEqual(await drain(mine.read_session(start=SeqNum(0), limit=ReadLimit(count=1))), ["secret"])
        await self.assert_refused(400, "bad_header", basin.stream("secrets").read(start=SeqNum(0)))
        theirs = basin.stream("secrets", encryption_key=bytes([8]) * 32)
        await self.assert_refused(400, "decryption_failed", theirs.read(start=SeqNum(0)))

    async def test_large_batches_are_metered_as_the_client_meters_them(self):
        stream = await self.new_stream()
        exact = [Record(body=b"x" * (2**20 - 8))]
        self.assertEqual(metered_bytes(exact), 2**20)
        self.assertEqual((await stream.append(AppendInput(records=exact))).end.seq_num, 1)


class Lines(unittest.TestResult):
    def print(self, test, **outcome):
        line = {"test": test.id().rpartition(".test_")[2].replace("_", " "), **outcome}
        print(json.dumps(line), flush=True)

    def addSuccess(self, test):
        self.print(test)

    def addSkip(self, test, reason):
        self.print(test, skipped=reason)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.print(test, failure="".join(traceback.format_exception(*error)))

    def addError(self, test, error):
        super().addError(test, error)
        self.print(test, failure="".join(traceback.format_exception(*error)))


if __name__ == "__main__":
    result = Lines()
    unittest.defaultTestLoader.loadTestsFromTestCase(SdkTest).run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
