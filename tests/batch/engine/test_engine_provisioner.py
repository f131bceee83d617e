"""Any program that uses jupyter_client gets forked kernels where a kernelspec names the provisioner."""

from __future__ import annotations

import json
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from engine_notebooks import run, texts, write_notebook
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from hotline_analysis.batch.engine import WarmKernels

POINT = EntryPoint(
    "hotline-fork", "hotline_analysis.batch.engine.provisioner:ForkProvisioner", "jupyter_client.kernel_provisioners"
)


def test_a_kernelspec_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "warm",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": "hotline-fork"}},
    }
    (tmp_path / "kernels" / "warm").mkdir(parents=True)
    (tmp_path / "kernels" / "warm" / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setitem(KernelProvisionerFactory.instance().provisioners, "hotline-fork", POINT)
    source = write_notebook(tmp_path / "in.ipynb", "import os\nprint(os.getppid())", kernel="warm")
    with WarmKernels(()) as kernels:
        monkeypatch.setenv("HOTLINE_WARM_KERNELS", kernels.address)
        assert kernels._process is not None
        assert texts(run(source, tmp_path / "out.ipynb")) == [f"{kernels._process.pid}\n"]
