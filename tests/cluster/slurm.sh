# Part of check.sh: a cluster of two nodes on this machine.
# shellcheck shell=bash
host=$(hostname -s)
mkdir -p slurm/{state,spool1,spool2,log,munge}
dd if=/dev/urandom of=slurm/munge/key bs=1 count=1024 status=none
chmod 700 slurm/munge; chmod 400 slurm/munge/key
munged --force --key-file "$PWD/slurm/munge/key" --socket "$PWD/slurm/munge/socket" --pid-file "$PWD/slurm/munge/pid" \
  --log-file "$PWD/slurm/munge/log" --seed-file "$PWD/slurm/munge/seed" --origin 127.0.0.1
cleanup+=("kill \$(cat $PWD/slurm/munge/pid)")
cat > slurm/slurm.conf <<CONF
ClusterName=idm
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$PWD/slurm/munge/socket
StateSaveLocation=$PWD/slurm/state
SlurmdSpoolDir=$PWD/slurm/spool-%n
SlurmctldPidFile=$PWD/slurm/slurmctld.pid
SlurmdPidFile=$PWD/slurm/slurmd-%n.pid
SlurmctldLogFile=$PWD/slurm/log/ctld
SlurmdLogFile=$PWD/slurm/log/%n
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SlurmdTimeout=15
SlurmdParameters=config_overrides
BatchStartTimeout=20
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 Port=17818 CPUs=1
NodeName=two NodeHostname=$host NodeAddr=127.0.0.1 Port=17819 CPUs=1
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$PWD/slurm/slurm.conf
slurmctld
cleanup+=("kill \$(cat $PWD/slurm/slurmctld.pid)")
for node in one two; do
  slurmd -N "$node"
  cleanup+=("kill \$(cat $PWD/slurm/slurmd-$node.pid)")
done
for _ in $(seq 60); do
  [ "$(sinfo --noheader --Node --format=%t | grep -c idle)" = 2 ] && break
  sleep 0.5
done
sinfo --Node --long

export VOLUMES=$work/volumes OUT=$work/out-slurm WORK=$work/sl PARTS=4
array=$(sbatch --parsable --array=1-4 --output="$work/sl-%a.log" "$examples/slurm-part.sh")
merge=$(sbatch --parsable --dependency="afterok:$array" --output="$work/sl-merge.log" "$examples/slurm-merge.sh")
# As soon as the first task has made something, its processes are killed, and Slurm begins it again.
for _ in $(seq 600); do
  [ "$(find "$WORK/cache" -type f -not -name '.*' 2> /dev/null | wc -l)" -ge 8 ] && break
  sleep 0.1
done
before=$(find "$WORK/cache" -type f -not -name '.*' | wc -l)
scontrol requeue "${array}_1"
echo "task 1 was killed and is begun again; $before documents were finished by then"
for _ in $(seq 1200); do
  state=$(scontrol show job "$merge" | sed -n 's/.*JobState=\([A-Z_]*\).*/\1/p')
  case "$state" in COMPLETED) break ;; FAILED | CANCELLED) break ;; esac
  sleep 0.5
done
squeue
[ "$state" = COMPLETED ] || { tail -n 20 "$work"/sl-*.log; exit 1; }
scontrol show job "${array}_1" | grep -o 'Restarts=[1-9][0-9]*'
same "$OUT"
spared=$(grep -cE '^(fetched|kept) ' "$work/sl-1.log" || true)
echo "$spared documents of task 1 were not made again"

array=$(sbatch --parsable --array=1-4 --output="$work/sl2-%a.log" "$examples/slurm-part.sh")
for _ in $(seq 600); do
  [ -z "$(squeue --noheader --job "$array" 2> /dev/null)" ] && break
  sleep 0.5
done
echo "$(built "$work"/sl2-*.log) built by a second array"
[ "$(built "$work"/sl2-*.log)" = 0 ]
