"""Where jupyter_client gets its kernels from: the warm parent, or a new process where that cannot be."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from hotline_analysis.batch.engine.process import ForkedKernel, NotForkedError, fork_kernel

ADDRESS = "HOTLINE_WARM_KERNELS"
_log = logging.getLogger("hotline_analysis.batch.engine")
_said: set[str] = set()


class ForkProvisioner(LocalProvisioner):
    """Forks kernels from the warm parent at `address`; starts plain ones where that cannot be, and says why.

    A kernelspec chooses it with ``"metadata": {"kernel_provisioner": {"provisioner_name": "hotline-fork"}}``; the
    environment variable ``HOTLINE_WARM_KERNELS`` then names the socket.
    """

    address = Unicode(help="The socket of the warm parent.").tag(config=True)
    _ending = False

    def _address_default(self) -> str:
        return os.environ.get(ADDRESS, "")

    @property
    def forked(self) -> bool:
        """Whether the kernel is a forked one."""
        return isinstance(self.process, ForkedKernel)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel and return where it is reached; a plain one where it cannot be forked."""
        self._ending = False
        try:
            kernel = await self._forked(cmd, **kwargs)
        except NotForkedError as why:
            say_once(str(why))
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        return self.connection_info

    async def _forked(self, cmd: list[str], **kwargs: Any) -> ForkedKernel:
        given = LocalProvisioner._scrub_kwargs(kwargs)
        environment, folder = given.pop("env", None), given.pop("cwd", None)
        if not self.address:
            raise NotForkedError("there is no warm parent")
        if any(value is not None for value in given.values()):
            raise NotForkedError(f"a forked kernel cannot be given {', '.join(sorted(given))}")
        self.cwd = folder or os.getcwd()  # noqa: PTH109 - as a text, for the wire
        wanted = dict(os.environ if environment is None else environment) | {"JPY_PARENT_PID": str(os.getpid())}
        request = {"command": cmd, "environment": wanted, "folder": os.path.abspath(self.cwd)}  # noqa: PTH100
        return await fork_kernel(self.address, request)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Note that the kernel is about to end."""
        self._ending = True

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and its group."""
        self._ending = True
        await super().kill(restart)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel's group to end."""
        self._ending = True
        await super().terminate(restart)

    async def poll(self) -> int | None:
        """Return the exit code; None while it runs. One that is ending is waited for, so that nobody has to sleep."""
        if self._ending and isinstance(self.process, ForkedKernel):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.process.ended(), 0.1)
        return await super().poll()


def say_once(why: str) -> None:
    """Say why kernels are plain ones, once in a process for every reason."""
    if why not in _said:
        _said.add(why)
        _log.warning("kernels are started anew for each notebook: %s", why)
