using System.Text;
using System.Text.Json;
using Bindscope.Runs;

namespace Bindscope.Tests.Runs;

public sealed class JsonNumbersTests
{
    [Theory]
    [InlineData("""{"a": 0.12345678, "b":[1.5, -2.99999999e-7]}""", """{"a": 0.1235, "b":[1.5, -3E-07]}""")]
    [InlineData("""[12345678, 1.00000001, 123456.789, 1e300]""", """[12345678, 1, 1.235E+05, 1e300]""")]
    [InlineData("""{"1.23456789":"9.87654321 e","ü":null}""", """{"1.23456789":"9.87654321 e","ü":null}""")]
    [InlineData(" 0.000012345678\n", " 1.235E-05\n")]
    public void FractionsAreRoundedAndAllElseStays(string json, string rounded) => Assert.Equal(rounded, Rounded(json, 4));

    [Fact]
    public void SeventeenDigitsChangeNoNumber()
    {
        double[] numbers = [1 / 3.0, Math.PI * 1e-200, 2.0 / 3 * 1e18, double.Epsilon, double.MaxValue];

        Assert.Equal(numbers, JsonSerializer.Deserialize<double[]>(Rounded(JsonSerializer.Serialize(numbers), 17)));
    }

    [Fact]
    public void WhatIsNoJsonIsRefused() => Assert.ThrowsAny<JsonException>(() => Rounded("[0.123456, ", 4));

    private static string Rounded(string json, int digits) => Encoding.UTF8.GetString(JsonNumbers.Rounded(Encoding.UTF8.GetBytes(json), digits));
}
