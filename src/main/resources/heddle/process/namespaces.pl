# Enters namespaces as an ordinary user, mounts a root directory, and runs a program in it as that user.
#   perl -e SCRIPT CALLS FLAGS BASE DIRECTORY UID GID PROGRAM ARGV...
# CALLS: numbers of unshare, mount, mount_setattr, pivot_root, umount2 and prctl on this machine.
# Descriptor 10 is a file of texts, each ended by a NUL: the number of mounts; of each its source, target, type, flags,
# options, attributes and kind (an overlay's source is the directories that it needs, between colons); then the
# variables of the program's environment, NAME=VALUE. The script itself has none.
# Descriptor 9 is a pipe that Heddle holds open for writing: when Heddle ends, however it does, all ends.
# Nothing here is from the action but its variables, DIRECTORY and what follows GID. Exit code 125 and a line on
# standard error when the sandbox cannot be had; else the program's, or 128 and the signal that ended it.
my ($calls, $flags, $base, $directory, $uid, $gid, $program) = splice(@ARGV, 0, 7);
my ($unshare, $mount, $attributes, $pivot, $umount, $prctl) = map { $_ + 0 } split(/,/, $calls);

sub fail { print STDERR "heddle: no sandbox: $_[0]: $!\n"; exit 125 }
sub call { my ($what, $number, @a) = @_; fail($what) if syscall($number, @a) < 0 }
sub put {
  my ($file, $text) = @_;
  open(my $f, '>', $file) or fail($file);
  print $f $text;
  close($f) or fail($file);
}

# The user, seen as $_[0] inside, is $_[1] outside.
sub map_user {
  put('/proc/self/setgroups', 'deny') if $_[4];
  put('/proc/self/uid_map', "$_[0] $_[1] 1");
  put('/proc/self/gid_map', "$_[2] $_[3] 1");
}

# A name to mount on, a directory or else a file, with the directories above it.
sub make {
  for (my $end = index($_[0], '/', 1); $end >= 0; $end = index($_[0], '/', $end + 1)) {
    mkdir(substr($_[0], 0, $end));
  }
  $_[1] eq 'd' ? mkdir($_[0]) : put($_[0], '');
}

# Waits for that child, reaps all others.
sub end_with {
  my $status;
  while ((my $ended = wait()) != -1) {
    next if $ended != $_[0];
    $status = $?;
    last;
  }
  exit(($status & 127) ? 128 + ($status & 127) : $status >> 8);
}

# The end of the pipe is a signal (F_SETOWN, F_SETFL with O_ASYNC), which each process asks for on an opening of its own.
$SIG{IO} = 'DEFAULT';
sysopen(my $life, '/proc/self/fd/9', 04000) or fail('pipe');
open(my $given, '<&=', 9) and close($given);
fcntl($life, 8, $$ + 0) and fcntl($life, 4, 024000) or fail('pipe');
exit 125 if defined sysread($life, my $none, 1);        # it had ended before

my @environment = split(/\0/, do { open(my $f, '<', '/proc/self/fd/10') or fail('file'); local $/; <$f> }, -1);
pop @environment;
my @mounts = splice(@environment, 0, 7 * shift @environment);
open($given, '<&=', 10) and close($given);
call('unshare', $unshare, $flags + 0);
map_user(0, $uid, 0, $gid, 1);
my $first = fork();
fail('fork') unless defined $first;
end_with($first) if $first;

# The first process of the namespace: when it ends, or its parent does, all end.
call('prctl', $prctl, 1, 9, 0, 0, 0);
close($life);
my ($kind, $slash, $dot) = ('none', '/', '.');
call('mount', $mount, $kind, $slash, 0, 0x44000, 0);    # recursive, private
while (my ($source, $target, $type, $how, $options, $set, $kind) = splice(@mounts, 0, 7)) {
  if ($type eq 'overlay') {                             # where the kernel has none, what is there stays
    mkdir($_) for split(/:/, $source);
    syscall($mount, $type, $target, $type, $how + 0, $options);
    next;
  }
  make($target, $kind) if $kind && !-e $target;
  call("mount $target", $mount, $source, $target, $type, $how + 0, $options);
  if ($set) {
    my $attr = pack('QQQQ', $set, 0, 0, 0);
    call("mount_setattr $target", $attributes, -100, $target, 0x8000, $attr, 32);
  }
}
if (socket(my $s, 2, 2, 0)) {
  my $request = pack('a16 s x22', 'lo', 0x41);
  ioctl($s, 0x8914, $request);                          # loopback up, where the network is its own
  close($s);
}
chdir($base) or fail($base);
call('pivot_root', $pivot, $dot, $dot);
call('umount', $umount, $dot, 2);
my $sealed = pack('QQQQ', 1, 0, 0, 0);
call('mount_setattr', $attributes, -100, $slash, 0, $sealed, 32);
chdir($directory) or fail($directory);
my $child = fork();
fail('fork') unless defined $child;
end_with($child) if $child;

# The user's own number, and no power over what was mounted.
call('unshare', $unshare, 0x10000000);
map_user($uid, 0, $gid, 0, 0);
%ENV = map { split(/=/, $_, 2) } @environment;
# A program that has just been written may be open, for writing, in a process that is being started.
for (1 .. 400) {
    exec { $program } @ARGV;
    last unless $! == 26; # ETXTBSY
    select(undef, undef, undef, 0.005);
}
fail($program);
