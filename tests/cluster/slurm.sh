#!/usr/bin/env bash
# tests/cluster/slurm.sh MEMNET: tries a comparison under a real Slurm on this machine: an array of three equal jobs on one
# plan, one job more that is preempted and requeued, and one that is cancelled and requeued by hand. Every run must hold
# the same bits as without Slurm, and must have been trained once.
#
# Not part of the tests. Needs root, the packages slurmctld, slurmd, slurm-client, munge and python3-h5py, and no systemd.
# It starts its own daemons with a configuration of its own, and stops them at the end.
set -euo pipefail
program=$(readlink -f "$1")
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
scratch=$(mktemp -d)
chmod 755 "$scratch"
host=$(hostname -s)
export SLURM_CONF=$scratch/slurm.conf

daemons=()
stop_daemons() {
  local code=$?
  ((code == 0)) || tail -n 20 "$scratch"/*.log "$scratch"/shared/*.log 2>/dev/null || true
  for id in "${daemons[@]}"; do kill -KILL "$id" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap stop_daemons EXIT

cat >"$SLURM_CONF" <<END
ClusterName=memnet
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge/socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
KillWait=5
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdLogFile=$scratch/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000
PartitionName=low Nodes=$host Default=YES PriorityTier=1 GraceTime=3
PartitionName=high Nodes=$host PriorityTier=10
END
printf 'CgroupPlugin=cgroup/v1\nIgnoreSystemd=yes\nCgroupAutomount=no\n' >"$scratch/cgroup.conf"
install -d "$scratch/state" "$scratch/spool"
install -d -o munge -m 755 "$scratch/munge"
dd if=/dev/urandom of="$scratch/munge/key" bs=1 count=1024 status=none
chown munge "$scratch/munge/key"
chmod 400 "$scratch/munge/key"
setpriv --reuid=munge --clear-groups munged --foreground --key-file="$scratch/munge/key" \
  --socket="$scratch/munge/socket" --pid-file="$scratch/munge/pid" --log-file="$scratch/munge/log" \
  --seed-file="$scratch/munge/seed" &
daemons+=($!)
until [[ -S $scratch/munge/socket ]]; do sleep 0.1; done
slurmctld -D &>"$scratch/slurmctld.out" &
daemons+=($!)
slurmd -D &>"$scratch/slurmd.out" &
daemons+=($!)
for ((i = 0; i < 60; ++i)); do
  if sinfo -h -o %t 2>/dev/null | grep -q idle; then break; fi
  sleep 1
done
sinfo -h -o %t | grep -q idle || { echo "the node does not come up"; exit 1; }

# The words of the comparison.
words=(compare --task.max_length=8 --addressing=ntm,content,lstm --seeds=1..4 --train.sequences=20000
  --evaluate.every=4000 --evaluate.lengths=1x,2x --evaluate.sequences=50 --evaluate.final_sequences=100)
(cd "$(mkdir -p "$scratch/alone" && echo "$scratch/alone")" && "$program" "${words[@]}" --jobs 2 --quiet)
mkdir "$scratch/shared"
cd "$scratch/shared"
worker() { # worker ARGUMENTS OF sbatch...: a job that works on the plan. Prints its number.
  sbatch --parsable --requeue --open-mode=append --output=%j.log "$@" <<END
#!/bin/sh
exec "$program" ${words[*]} --jobs 1 --no-wait
END
}
ended() { # ended JOB...: waits for the end of jobs
  while squeue -h -j "$(IFS=,; echo "$*")" -t PENDING,RUNNING,COMPLETING,SUSPENDED 2>/dev/null | grep -q .; do
    # A requeued job is held for two minutes, unless it is told to start.
    for job in $(squeue -h -t PENDING -o %i); do scontrol update JobId="$job" StartTime=now 2>/dev/null || true; done
    sleep 1
  done
}
array=$(worker --array=1-3)
sleep 6
urgent=$(sbatch --parsable --partition=high --exclusive --output=urgent.log --wrap 'sleep 3') # preempts what runs
ended "$urgent"
cancelled=$(worker)
sleep 2
scancel --signal=TERM --full "$cancelled" || true
sleep 2
scontrol requeue "$cancelled" 2>/dev/null || true
ended "$array" "$cancelled"

"$program" status "$PWD"/runs/compare-*
grep -q FAILED ./*.log && { echo "a run was counted as failed"; exit 1; }
/usr/bin/python3 - "$scratch/alone" "$scratch/shared" "$root/scripts" <<'END'
import collections, pathlib, re, sys
alone, shared, scripts = map(pathlib.Path, sys.argv[1:])
sys.path.insert(0, str(scripts))
sys.dont_write_bytecode = True
from bits.contents import contents_of, difference
faults = []
for run in sorted(alone.glob("runs/*/run.h5")):
    expected, found = contents_of(run), contents_of(shared / run.relative_to(alone))
    faults += [f"{run.parent.name}: {name} {text}" for name in expected
               if (text := difference(expected[name], found.get(name)))]
logs = "\n".join(log.read_text(errors="replace") for log in shared.glob("*.log"))
ended = collections.Counter(re.findall(r"\] (.*?): (?:not )?solved\b", logs))
faults += [f"{run} was trained {times} times" for run, times in ended.items() if times != 1]
print(f"{len(ended)} runs trained, {logs.count('interrupted and saved')} times saved after a signal,",
      f"{len(faults)} faults", *faults, sep="\n  ")
sys.exit(bool(faults))
END
