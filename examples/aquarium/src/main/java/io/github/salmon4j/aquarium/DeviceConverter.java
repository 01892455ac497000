package io.github.salmon4j.aquarium;

import io.github.salmon4j.onnx.runtime.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code cpu} and {@code cuda:0}. */
final class DeviceConverter implements ITypeConverter<Device> {

  private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,4})");

  @Override
  public Device convert(String text) {
    if (text.equals("cpu")) {
      return Device.cpu();
    }
    Matcher cuda = CUDA.matcher(text);
    if (cuda.matches()) {
      return Device.cuda(Integer.parseInt(cuda.group(1)));
    }
    throw new TypeConversionException("expected cpu or cuda:N, found '" + text + "'");
  }
}
