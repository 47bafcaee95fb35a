package heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Our bytes against those of protobuf-java, with the field numbers of remote_execution.proto. */
final class RemoteExecutionEncodingTest {
  private final FileDescriptor api = api();

  @Test
  void a_directory_is_encoded_as_protobuf_encodes_it() throws Exception {
    var random = seeded();
    for (int i = 0; i < 300; i++) {
      Directory directory = directory(random);
      var message = DynamicMessage.newBuilder(type("Directory"));
      for (var each : directory.files()) {
        add(
            message,
            "files",
            message(
                "FileNode",
                Map.of(
                    "name",
                    each.name(),
                    "digest",
                    digest(each.digest()),
                    "is_executable",
                    each.executable())));
      }
      for (var each : directory.directories()) {
        add(
            message,
            "directories",
            message("DirectoryNode", Map.of("name", each.name(), "digest", digest(each.digest()))));
      }
      for (var each : directory.symlinks()) {
        add(
            message,
            "symlinks",
            message("SymlinkNode", Map.of("name", each.name(), "target", each.target())));
      }
      assertThat(directory.encode()).isEqualTo(message.build().toByteArray());
      assertThat(Directory.decode(directory.encode())).isEqualTo(directory);
    }
  }

  @Test
  void a_command_and_its_action_are_encoded_as_protobuf_encodes_them() {
    var random = seeded();
    for (int i = 0; i < 300; i++) {
      var environment = new TreeMap<String, String>();
      for (String name : texts(random)) environment.put("V" + name, text(random));
      var command =
          new Command(
              texts(random),
              environment,
              texts(random),
              text(random),
              Digest.of(bytes(random)),
              text(random));
      var message = DynamicMessage.newBuilder(type("Command"));
      command.arguments().forEach(a -> add(message, "arguments", a));
      environment.forEach((n, v) ->
          add(
              message,
              "environment_variables",
              message("EnvironmentVariable", Map.of("name", n, "value", v))));
      message.setField(
          type("Command").findFieldByName("working_directory"), command.workingDirectory());
      command.outputs().stream().sorted().forEach(o -> add(message, "output_paths", o));
      assertThat(command.encodeCommand()).isEqualTo(message.build().toByteArray());
      DynamicMessage action =
          message(
              "Action",
              Map.of(
                  "command_digest", digest(Digest.of(message.build().toByteArray())),
                  "input_root_digest", digest(command.inputRoot()),
                  "salt", com.google.protobuf.ByteString.copyFromUtf8(command.salt())));
      assertThat(command.encodeAction()).isEqualTo(action.toByteArray());
      assertThat(command.key()).isEqualTo(Digest.of(action.toByteArray()));
    }
  }

  @Test
  void a_result_is_encoded_as_protobuf_encodes_it() throws Exception {
    var random = seeded();
    for (int i = 0; i < 300; i++) {
      var files = new ArrayList<ActionResult.OutputFile>();
      var directories = new ArrayList<ActionResult.OutputDirectory>();
      for (String path : texts(random))
        files.add(
            new ActionResult.OutputFile(path, Digest.of(bytes(random)), random.nextBoolean()));
      for (String path : texts(random))
        directories.add(new ActionResult.OutputDirectory(path, Digest.of(bytes(random))));
      var result =
          new ActionResult(
              files,
              directories,
              random.nextInt(256),
              Digest.of(bytes(random)),
              Digest.of(bytes(random)));
      var message = DynamicMessage.newBuilder(type("ActionResult"));
      for (var each : result.files()) {
        add(
            message,
            "output_files",
            message(
                "OutputFile",
                Map.of(
                    "path",
                    each.path(),
                    "digest",
                    digest(each.digest()),
                    "is_executable",
                    each.executable())));
      }
      for (var each : result.directories()) {
        add(
            message,
            "output_directories",
            message(
                "OutputDirectory",
                Map.of("path", each.path(), "root_directory_digest", digest(each.root()))));
      }
      message.setField(type("ActionResult").findFieldByName("exit_code"), result.exit());
      message.setField(
          type("ActionResult").findFieldByName("stdout_digest"), digest(result.stdout()));
      message.setField(
          type("ActionResult").findFieldByName("stderr_digest"), digest(result.stderr()));
      assertThat(result.encode()).isEqualTo(message.build().toByteArray());
      assertThat(ActionResult.decode(result.encode())).isEqualTo(result);
    }
  }

  @Test
  void damaged_bytes_give_a_value_or_an_io_exception() {
    var random = seeded();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = directory(random).encode();
      for (int k = 0; k < 3 && bytes.length > 0; k++)
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        Directory.decode(bytes);
        ActionResult.decode(bytes);
        Actions.decode(bytes);
      } catch (IOException _) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 19_999);
  }

  // ---- random values

  private static Random seeded() {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  private static Directory directory(Random random) {
    var files = new ArrayList<Directory.FileNode>();
    var directories = new ArrayList<Directory.DirectoryNode>();
    var symlinks = new ArrayList<Directory.SymlinkNode>();
    for (String name : texts(random))
      files.add(new Directory.FileNode("f" + name, Digest.of(bytes(random)), random.nextBoolean()));
    for (String name : texts(random))
      directories.add(new Directory.DirectoryNode("d" + name, Digest.of(bytes(random))));
    for (String name : texts(random))
      symlinks.add(new Directory.SymlinkNode("l" + name, text(random)));
    return new Directory(files, directories, symlinks);
  }

  private static List<String> texts(Random random) {
    var all = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) all.add(text(random) + i);
    return all;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(200); i > 0; i--)
      text.appendCodePoint(random.nextInt(50) == 0 ? 0x1F600 : 'a' + random.nextInt(26));
    return text.toString();
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  // ---- the messages

  private DynamicMessage digest(Digest digest) {
    return message("Digest", Map.of("hash", digest.hash(), "size_bytes", digest.size()));
  }

  private DynamicMessage message(String name, Map<String, Object> fields) {
    var builder = DynamicMessage.newBuilder(type(name));
    fields.forEach((field, value) -> builder.setField(type(name).findFieldByName(field), value));
    return builder.build();
  }

  private static void add(DynamicMessage.Builder message, String field, Object value) {
    message.addRepeatedField(message.getDescriptorForType().findFieldByName(field), value);
  }

  private Descriptor type(String name) {
    return api.findMessageTypeByName(name);
  }

  private static FileDescriptor api() {
    var file =
        FileDescriptorProto.newBuilder().setName("remote_execution.proto").setSyntax("proto3");
    type(file, "Digest", "1 string hash", "2 int64 size_bytes");
    type(file, "FileNode", "1 string name", "2 Digest digest", "4 bool is_executable");
    type(file, "DirectoryNode", "1 string name", "2 Digest digest");
    type(file, "SymlinkNode", "1 string name", "2 string target");
    type(
        file,
        "Directory",
        "1 repeated FileNode files",
        "2 repeated DirectoryNode directories",
        "3 repeated SymlinkNode symlinks");
    type(file, "EnvironmentVariable", "1 string name", "2 string value");
    type(
        file,
        "Command",
        "1 repeated string arguments",
        "2 repeated EnvironmentVariable environment_variables",
        "6 string working_directory",
        "7 repeated string output_paths");
    type(file, "Action", "1 Digest command_digest", "2 Digest input_root_digest", "9 bytes salt");
    type(file, "OutputFile", "1 string path", "2 Digest digest", "4 bool is_executable");
    type(file, "OutputDirectory", "1 string path", "5 Digest root_directory_digest");
    type(
        file,
        "ActionResult",
        "2 repeated OutputFile output_files",
        "3 repeated OutputDirectory output_directories",
        "4 int32 exit_code",
        "6 Digest stdout_digest",
        "8 Digest stderr_digest");
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (com.google.protobuf.Descriptors.DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static void type(FileDescriptorProto.Builder file, String name, String... fields) {
    var message = DescriptorProto.newBuilder().setName(name);
    for (String each : fields) {
      List<String> words = List.of(each.split(" "));
      boolean repeated = words.get(1).equals("repeated");
      String type = words.get(repeated ? 2 : 1);
      var field =
          FieldDescriptorProto.newBuilder()
              .setNumber(Integer.parseInt(words.getFirst()))
              .setName(words.getLast())
              .setLabel(
                  repeated
                      ? FieldDescriptorProto.Label.LABEL_REPEATED
                      : FieldDescriptorProto.Label.LABEL_OPTIONAL);
      switch (type) {
        case "string" -> field.setType(FieldDescriptorProto.Type.TYPE_STRING);
        case "int64" -> field.setType(FieldDescriptorProto.Type.TYPE_INT64);
        case "int32" -> field.setType(FieldDescriptorProto.Type.TYPE_INT32);
        case "bool" -> field.setType(FieldDescriptorProto.Type.TYPE_BOOL);
        case "bytes" -> field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
        default -> field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
      }
      message.addField(field);
    }
    file.addMessageType(message);
  }
}
