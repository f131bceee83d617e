"""The manager of a forked kernel and its client, as papermill uses them."""

from __future__ import annotations

import asyncio
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type, Unicode

from hotline_analysis.batch.engine.provisioner import ForkProvisioner

_AGAIN = 0.25  # seconds after which a kernel is asked again: its answer may have come before the subscription did


class ForkKernelClient(AsyncKernelClient):
    """A client that knows when a forked kernel is ready: at the end of its own first request, with no quiet wait."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        manager: Any = self.parent
        if not getattr(manager, "forked", False):
            await super()._async_wait_for_ready(timeout)
            return
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answered():
            if not await manager.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _answered(self) -> bool:
        """Ask who the kernel is; return whether it answered on both channels."""
        asked = self.kernel_info()
        try:
            async with asyncio.timeout(_AGAIN):
                while True:
                    reply = await self.shell_channel.get_msg(timeout=_AGAIN)
                    if reply["parent_header"].get("msg_id") == asked:
                        break
                while True:
                    message = await self.iopub_channel.get_msg(timeout=_AGAIN)
                    idle = message["content"].get("execution_state") == "idle"
                    if idle and message["parent_header"].get("msg_id") == asked:
                        break
        except (Empty, TimeoutError):
            return False
        self._handle_kernel_info_reply(reply)
        return True


class ForkKernelManager(AsyncKernelManager):
    """A manager whose kernel is forked from the warm parent at `address`, where that can be.

    A plain kernel that takes its place is ended at once when its notebook is done: taking it apart lasts longer than
    most cells.
    """

    address = Unicode(help="The socket of the warm parent; without one, kernels are plain.").tag(config=True)
    client_factory = Type(klass=AsyncKernelClient, default_value=ForkKernelClient)

    @property
    def forked(self) -> bool:
        """Whether the kernel is a forked one."""
        return isinstance(self.provisioner, ForkProvisioner) and self.provisioner.forked

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        spec = self.kernel_spec
        if self.provisioner is None and spec is not None and "kernel_provisioner" not in spec.metadata:
            self.kernel_id = self.kernel_id or kw.pop("kernel_id", None) or str(uuid.uuid4())
            self._use_private_folder()
            self.provisioner = ForkProvisioner(
                kernel_id=self.kernel_id, kernel_spec=spec, parent=self, address=self.address
            )
        return await super()._async_pre_start_kernel(**kw)

    def _use_private_folder(self) -> None:
        """Talk to the kernel through sockets in the warm parent's folder: nobody else reads there, and it goes away."""
        folder = Path(self.address).parent
        if self.address and not self.connection_file and folder.is_dir():
            name = uuid.uuid4().hex[:8]
            self.transport, self.ip = "ipc", str(folder / name)
            self.connection_file = str(folder / f"{name}.json")

    async def _async_shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        await super()._async_shutdown_kernel(now=now or not self.forked, restart=restart)

    shutdown_kernel = _async_shutdown_kernel
